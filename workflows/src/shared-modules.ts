/**
 * The modules that all processes of a worker share: evaluated once and frozen, where everything else is evaluated anew
 * for each of them. The schemas alone cost more time and memory than all that a process does. Frozen modules let no
 * process hear of another; nothing that processes call may therefore keep anything (a schema does when it parses).
 */
import '@toshobin/contracts';
import '@toshobin/lending-rules';
