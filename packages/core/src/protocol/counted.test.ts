import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import {
  checkAsked,
  type NonnullDomain,
  type Procedure,
  qemu,
  remote,
  type TypedParam,
  wireArgs,
  wireRet,
} from './index.js';

const dom: NonnullDomain = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const list = remote.procedureNamed('connectListAllDomains');
const ids = remote.procedureNamed('connectListDomains');
const memory = remote.procedureNamed('domainGetMemoryParameters');
const sev = remote.procedureNamed('nodeGetSEVInfo');
const fsinfo = remote.procedureNamed('domainGetFSInfo');

const limit: TypedParam = { field: 'hard_limit', value: { type: 'ullong', value: 1024n } };
const text: TypedParam = { field: 'note', value: { type: 'string', value: 'x' } };

describe('what a server puts into a reply', () => {
  test.each<[string, Procedure, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['results wanted', list, { domains: [dom] }, { needResults: 1, flags: 0 }, { domains: [dom], ret: 1 }],
    ['only their number wanted', list, { domains: [dom] }, { needResults: 0, flags: 0 }, { domains: [], ret: 1 }],
    ['fewer wanted than there are', ids, { ids: [4, 5, 6] }, { maxids: 2 }, { ids: [4, 5] }],
    ['more wanted than there are', ids, { ids: [4] }, { maxids: 16384 }, { ids: [4] }],
    ['fewer than none wanted', ids, { ids: [4] }, { maxids: -1 }, { ids: [] }],
    ['parameters wanted', memory, { params: [limit] }, { nparams: 1, flags: 4 }, { params: [limit], nparams: 0 }],
    ['their number wanted', memory, { params: [limit, limit] }, { nparams: 0, flags: 4 }, { params: [], nparams: 2 }],
    [
      'text among them',
      memory,
      { params: [text, limit] },
      { nparams: 2, flags: 4 },
      { params: [text, limit], nparams: 0 },
    ],
    [
      'text for one who cannot read it',
      memory,
      { params: [text, limit] },
      { nparams: 2, flags: 0 },
      { params: [limit], nparams: 0 },
    ],
    [
      'a number out of the blue',
      sev,
      { params: [limit] },
      { nparams: 912872784, flags: 4 },
      { params: [limit], nparams: 0 },
    ],
    ['a negative one', sev, { params: [limit] }, { nparams: -633958420, flags: 4 }, { params: [limit], nparams: 0 }],
    ['the number of what is never cut', sev, { params: [limit] }, { nparams: 0, flags: 4 }, { params: [], nparams: 1 }],
    ['a list that is never cut', fsinfo, { info: [] }, { dom, flags: 0 }, { info: [], ret: 0 }],
  ])('%s', (_, procedure, ret, args, wire) => {
    expect(wireRet(procedure, ret, args)).toEqual(wire);
  });

  test('nothing, for a procedure without result', () => {
    expect(wireRet(remote.procedureNamed('domainSuspend'), undefined, { dom })).toEqual({});
  });
});

test('asking for more than a reply can carry is an RPC error', () => {
  expect(() => checkAsked(ids, { maxids: 16385 })).toThrow(VirtError);
  expect(() => checkAsked(ids, { maxids: 16384 })).not.toThrow();
  expect(() => checkAsked(ids, { maxids: -1 })).toThrow(expect.objectContaining({ code: 'RPC', domain: 'RPC' }));
  const figures = expect.objectContaining({ code: 'INTERNAL_ERROR', domain: 'RPC' });
  expect(() => checkAsked(memory, { nparams: 17 })).toThrow(figures);
  expect(() => checkAsked(memory, { nparams: -1 })).toThrow(figures);
  expect(() => checkAsked(sev, { nparams: -1 })).not.toThrow();
  expect(() => checkAsked(list, { needResults: 1, flags: 0 })).not.toThrow();
});

test('a client asks for the whole list at once', () => {
  expect(wireArgs(list, { flags: 3 })).toEqual({ flags: 3, needResults: 1 });
  expect(wireArgs(ids, {})).toEqual({ maxids: 16384 });
  expect(wireArgs(memory, { dom, flags: 0 })).toEqual({ dom, flags: 0, nparams: 16 });
  expect(wireArgs(fsinfo, { dom, flags: 0 })).toEqual({ dom, flags: 0 });
  expect(wireArgs(qemu.procedureNamed('domainMonitorCommand'), { dom, cmd: '', flags: 0 })).toEqual({
    dom,
    cmd: '',
    flags: 0,
  });
});
