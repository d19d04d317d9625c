import type { Change, KafkaAt } from '@toshobin/service';
import kafkajs, { type AclEntry } from 'kafkajs';
import type { AsyncApiDocument } from './describe-events.ts';
import { LETTER_READERS } from './letters-topic.ts';
import { setUpAdmin } from './topic-changes.ts';

/** Node sees no names of these in the package. */
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** What one user may do at Kafka; whatever is not said, it may not. */
export interface KafkaRights {
  readonly user: string;
  /** Topics. */
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  /** The group of consumers in which it reads facts. */
  readonly group: string | undefined;
}

/** Operators look at letters, and send them again, by the staff's web. */
const userOf = (service: string) => (service === 'operator' ? 'staff-web' : service);

/** What each process needs for what the description says that it sends and receives. */
export function kafkaRights({ operations }: AsyncApiDocument): KafkaRights[] {
  const described = Object.values(operations).map(({ action, channel, tags, bindings }) => ({
    user: userOf(tags[0].name),
    action,
    topic: channel.$ref.replace('#/channels/', ''),
    group: bindings?.kafka.groupId.const,
  }));
  return [...new Set(described.map(({ user }) => user))].toSorted().map((user) => {
    const own = described.filter((one) => one.user === user);
    const topics = (action: string) =>
      [...new Set(own.filter((one) => one.action === action).map(({ topic }) => topic))].toSorted();
    const group = own.find((one) => one.group !== undefined)?.group;
    return { user, writes: topics('send'), reads: topics('receive'), group };
  });
}

/**
 * The rights that the brokers lack, one change a user. None where they ask nobody what they may do. A right that nobody needs any
 * more stays: the release before may.
 */
export async function* rightsChanges(at: KafkaAt, wanted: readonly KafkaRights[]): AsyncGenerator<Change> {
  const admin = setUpAdmin(at);
  await admin.connect();
  try {
    const given = await admin
      .describeAcls(everyRight)
      .then(
        ({ resources }) =>
          new Set(resources.flatMap(({ acls, ...of }) => acls.map((acl) => told({ ...of, ...acl })))),
        noRights,
      );
    if (given === 'nobody is asked') return;
    if (given === 'not ours to give') {
      yield { what: 'rights at Kafka: this user may not see them, whoever runs it gives them' };
      return;
    }
    for (const rights of wanted) {
      const acl = entriesOf(rights).filter((entry) => !given.has(told(entry)));
      if (acl.length === 0) continue;
      yield {
        what: `rights of ${rights.user} at Kafka: ${[...new Set(acl.map(({ resourceName }) => resourceName))].join(', ')}`,
        carryOut: async () => void (await admin.createAcls({ acl })),
      };
    }
  } finally {
    await admin.disconnect();
  }
}

function noRights(fault: unknown): 'nobody is asked' | 'not ours to give' {
  const type = fault instanceof Error && 'type' in fault ? fault.type : undefined;
  if (type === 'SECURITY_DISABLED') return 'nobody is asked';
  if (type === 'CLUSTER_AUTHORIZATION_FAILED') return 'not ours to give';
  throw fault;
}

const everyRight = {
  resourceType: AclResourceTypes.ANY,
  resourcePatternType: ResourcePatternTypes.ANY,
  operation: AclOperationTypes.ANY,
  permissionType: AclPermissionTypes.ANY,
};

/** Reading is in groups: of facts in its own, of letters in one that is made for it and taken away again. */
function entriesOf({ user, writes, reads, group }: KafkaRights): AclEntry[] {
  const { READ, WRITE, DELETE } = AclOperationTypes;
  const { TOPIC, GROUP } = AclResourceTypes;
  const { LITERAL, PREFIXED } = ResourcePatternTypes;
  const entry = (
    resourceType: number,
    resourceName: string,
    operation: number,
    resourcePatternType = LITERAL,
  ) => ({
    principal: `User:${user}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    resourceType,
    resourceName,
    resourcePatternType,
    operation,
  });
  return [
    ...writes.map((topic) => entry(TOPIC, topic, WRITE)),
    ...reads.map((topic) => entry(TOPIC, topic, READ)),
    ...(group === undefined ? [] : [entry(GROUP, group, READ)]),
    ...[READ, DELETE].map((operation) => entry(GROUP, LETTER_READERS, operation, PREFIXED)),
  ];
}

function told({
  principal,
  host,
  permissionType,
  resourceType,
  resourceName,
  resourcePatternType,
  operation,
}: AclEntry) {
  return [principal, host, permissionType, resourceType, resourceName, resourcePatternType, operation].join(
    ' ',
  );
}
