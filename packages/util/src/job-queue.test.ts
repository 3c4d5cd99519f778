import { expect, test } from 'vitest';
import { JobQueue } from './job-queue.js';
import { VirtError } from './virt-error.js';

function queue(options: { timeoutMs?: number; maxQueued?: number } = {}) {
  return new JobQueue("domain 'web'", { domain: 'QEMU', ...options });
}

test('one short job at a time, first come first', async () => {
  const jobs = queue();
  const order: string[] = [];
  const run = async (name: string) => {
    await using _job = await jobs.begin('modify');
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
  };
  await Promise.all([run('a'), run('b'), run('c')]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(jobs.current).toBeUndefined();
});

test('who waits too long is told who holds the object', async () => {
  const jobs = queue();
  await using _job = await jobs.begin('modify', undefined, undefined, 'domainSuspend');
  await expect(jobs.begin('query', undefined, 1)).rejects.toMatchObject({
    code: 'OPERATION_TIMEOUT',
    domain: 'QEMU',
    detail: "cannot acquire state change lock on domain 'web' (held by job 'modify' of domainSuspend)",
  });
  await expect(jobs.begin('query', undefined, 0)).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
  expect(jobs.waiting).toBe(0);
});

test('who is aborted leaves the line', async () => {
  const jobs = queue();
  const job = await jobs.begin('modify');
  const controller = new AbortController();
  const waiting = jobs.begin('modify', controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
  await expect(jobs.begin('modify', controller.signal)).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
  job.end();
  await using next = await jobs.begin('query', undefined, 0);
  expect(jobs.current).toBe(next);
});

test('queries run beside a long job, changes wait for its end', async () => {
  const jobs = queue();
  const dump = await jobs.beginAsync('dump', { owner: 'domainCoreDump' });
  {
    await using _query = await jobs.begin('query', undefined, 0);
  }
  let changed = false;
  const change = jobs.begin('modify').then(job => {
    changed = true;
    return job;
  });
  const query = await jobs.begin('query', undefined, 0);
  query.end();
  expect(changed).toBe(false);
  dump.end();
  (await change).end();
  expect(changed).toBe(true);
  expect(jobs.async).toBeUndefined();
});

test("a long job's own short jobs run inside it, whatever their kind", async () => {
  const jobs = queue();
  await using start = await jobs.beginAsync('start');
  await expect(jobs.begin('query', undefined, 0)).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
  await using inside = await start.begin('modify');
  expect(jobs.current).toBe(inside);
});

test('a long job may allow more, and be aborted', async () => {
  const jobs = queue();
  await using save = await jobs.beginAsync('save');
  const suspend = jobs.begin('suspend');
  save.allow(['suspend']);
  (await suspend).end();
  save.abort();
  expect(save.signal.reason).toMatchObject({ code: 'OPERATION_ABORTED' });
  await expect(jobs.beginAsync('backup', { timeoutMs: 0 })).rejects.toMatchObject({
    detail: "cannot acquire state change lock on domain 'web' (held by async job 'save' of save)",
  });
});

test('a long job waits for the short one that runs', async () => {
  const jobs = queue();
  const query = await jobs.begin('query');
  const backup = jobs.beginAsync('backup');
  query.end();
  expect((await backup).kind).toBe('backup');
});

test('too many in line are refused', async () => {
  const jobs = queue({ maxQueued: 2 });
  const job = await jobs.begin('modify');
  const second = jobs.begin('modify');
  await expect(jobs.begin('modify')).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  job.end();
  (await second).end();
});

test('an object that is gone refuses who waits and who comes', async () => {
  const jobs = queue();
  const job = await jobs.begin('destroy');
  const waiting = jobs.begin('query');
  jobs.close(new VirtError('NO_DOMAIN', 'QEMU', 'gone'));
  await expect(waiting).rejects.toMatchObject({ code: 'NO_DOMAIN' });
  await expect(jobs.begin('query')).rejects.toMatchObject({ code: 'NO_DOMAIN' });
  job.end();
});

test('a job that ended twice does not end its successor', async () => {
  const jobs = queue();
  const first = await jobs.begin('modify');
  first.end();
  const second = await jobs.begin('modify');
  first.end();
  expect(jobs.current).toBe(second);
});
