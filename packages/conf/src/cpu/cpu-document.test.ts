import { expect, test } from 'vitest';
import { formatCpu, parseCpuReporting } from './cpu-document.js';

test('a CPU by itself is read and written again', () => {
  const xml = `<cpu mode='custom' match='exact'>
  <model fallback='forbid'>Skylake-Client-IBRS</model>
  <vendor>Intel</vendor>
  <feature policy='require' name='ds'/>
</cpu>
`;
  const { value, unknown } = parseCpuReporting(xml, { unknown: 'report' });
  expect(unknown).toEqual([]);
  expect(formatCpu(value)).toBe(xml);
});
