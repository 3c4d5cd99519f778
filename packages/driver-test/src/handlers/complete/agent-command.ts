import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainQemuAgentCommandTimeoutValues as Timeout } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { runAgentCommand } from '../../domain/agent-commands.js';
import { requireAgent } from '../../domain/required-agent.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

/** Commands for the agent in a guest, as its protocol has them. */
export function agentCommandHandlers(host: TestHost): DriverHandlers {
  return {
    domainAgentCommand({ dom, cmd, timeout, flags }) {
      checkFlags(flags, 0, 'domainAgentCommand');
      if (timeout < Timeout.min)
        throw new VirtError('INVALID_ARG', 'TEST', `guest agent timeout '${timeout}' is less than the minimum '-2'`);
      const domain = host.domains.findActive(dom);
      requireAgent(domain);
      const { name, args } = readCommand(cmd);
      const answer = runAgentCommand(host, domain, name, args);
      // Who does not wait for the answer hears of nothing, not even that there is no such command.
      if (timeout === Timeout.nowait) return { result: null };
      if ('error' in answer)
        throw new VirtError(
          'INTERNAL_ERROR',
          'TEST',
          `unable to execute QEMU agent command '${name}': ${answer.error}`,
        );
      return { result: JSON.stringify({ return: answer.value ?? {} }) };
    },
  };
}

/** @throws VirtError INTERNAL_ERROR for what is no command */
function readCommand(text: string): { readonly name: string; readonly args: Readonly<Record<string, unknown>> } {
  const malformed = (cause?: unknown): VirtError =>
    new VirtError('INTERNAL_ERROR', 'TEST', `cannot parse json ${text}: expected an agent's command`, { cause });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (reason) {
    throw malformed(reason);
  }
  if (!isRecord(parsed) || typeof parsed['execute'] !== 'string') throw malformed();
  const { execute: name, arguments: args = {} } = parsed;
  if (!isRecord(args)) throw malformed();
  return { name, args };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
