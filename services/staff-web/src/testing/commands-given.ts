import { commandApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import type { Fake } from '@toshobin/web/testing';
import type { CommandTaker, FailedCommand } from '../processes/failing-commands.ts';

/** What becomes of the commands that processes give. */
export interface CommandWorld {
  /** Services that can't be reached. */
  away: CommandTaker[];
  failingCommands: FailedCommand[];
  /** Services that answer, though their worker takes no commands. */
  takesNone: CommandTaker[];
}

/** What a service says of the commands that it was given. */
export function commandsOf(world: CommandWorld, taker: CommandTaker): Fake[] {
  const answer = () => {
    const commands = world.failingCommands.filter((command) => command.taker === taker);
    return allow({ taken: !world.takesNone.includes(taker), commands });
  };
  return [{ operation: commandApi.failingCommands, answer }];
}
