import { readXml } from '@tsvirt/util/xml';
import { expect, test } from 'vitest';
import { withNotice } from './notice.js';

test('the notice stays a comment whatever the name', () => {
  const text = withNotice('edit a--->--b-', '<domain/>');
  expect(readXml(text).name).toBe('domain');
  expect(text).toContain('virsh edit a- - ->- -b-');
});
