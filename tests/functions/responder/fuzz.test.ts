import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Alert } from '../../../functions/responder/alert';
import type { AwsCall } from '../../../functions/responder/aws';
import { Damping } from '../../../functions/responder/damping';
import { Folding } from '../../../functions/responder/folding';
import { RepairFailed, respond } from '../../../functions/responder/respond';
import { resourcesIn } from '../../../functions/responder/target';
import { DECLARED, MALLORY, RESPONDER_ITSELF, stopLoggingEvent } from './events';

const RUNS = 10_000;
const ACCOUNTS = ['111111111111', '222222222222', '333333333333', '444444444444', '999999999999'];

/** Everything that a repair may name: what is declared, by name, ARN or alias, and what AWS answered. */
function declaredNames(account: string): Set<string> {
  const resources = [...resourcesIn(DECLARED, account), ...DECLARED.resources];
  // Every account has the default bus, and forwards from it.
  return new Set(['default', ...resources.flatMap((resource) => textsIn(resource))]);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The keys of inputs that say which resource a call is about. */
const SUBJECTS = [
  'Name',
  'TrailName',
  'ResourceId',
  'Bucket',
  'KeyId',
  'AliasName',
  'logGroupName',
  'logGroupIdentifier',
  'EventBusName',
  'Rule',
  'ArchiveName',
  'QueueName',
  'TopicArn',
  'RoleName',
  'FunctionName',
  'ServicePrincipal',
];

const entry = fc.constantFrom(...DECLARED.catalogue);
const anyName = fc.oneof(
  fc.constantFrom(...DECLARED.resources.flatMap(({ name, arn }) => [name, arn, `${name}-2`, `${arn}:*`])),
  fc.string({ maxLength: 60 }),
);
const anyValue = fc.oneof(fc.anything({ maxDepth: 3 }), anyName, fc.array(anyName, { maxLength: 3 }));

/** A record of a call of the catalogue, whole or with parts that are missing, turned around, or somebody's invention. */
const record = fc
  .record(
    {
      entry,
      parameters: fc.dictionary(
        fc.constantFrom(
          ...DECLARED.catalogue.flatMap(({ subject }) => subject.parameters),
          '__proto__',
          'LifecycleConfiguration',
        ),
        anyValue,
      ),
      userIdentity: fc.oneof(fc.constantFrom(MALLORY, RESPONDER_ITSELF), fc.anything({ maxDepth: 2 })),
      resources: fc.oneof(fc.array(fc.record({ ARN: anyValue })), fc.anything()),
      errorCode: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.string(), fc.anything()),
      replayName: fc.oneof(
        { weight: 4, arbitrary: fc.constant(undefined) },
        fc.string({ minLength: 1 }),
        fc.anything(),
      ),
      account: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...ACCOUNTS) }, fc.anything()),
      region: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('us-east-1', 'eu-west-1') }, fc.anything()),
      extra: fc.dictionary(fc.string(), fc.anything({ maxDepth: 1 }), { maxKeys: 3 }),
    },
    { requiredKeys: ['entry', 'account', 'region'] },
  )
  .map(
    ({
      entry: { source, eventSource, eventName },
      parameters,
      userIdentity,
      resources,
      errorCode,
      replayName,
      account,
      region,
      extra,
    }) =>
      stopLoggingEvent(
        { eventSource, eventName, requestParameters: parameters ?? null, userIdentity, resources, errorCode, ...extra },
        { source, account, region, 'replay-name': replayName },
      ),
  );

/** What AWS says when nobody knows what it says: nothing, an error, or something else. */
const answer = fc.oneof(
  fc.constantFrom({}, 'AccessDenied', 'ThrottlingException', 'TrailNotFoundException', 'ResourceNotFoundException'),
  fc.dictionary(
    fc.constantFrom('Trail', 'IsLogging', 'EventSelectors', 'Policy', 'Attributes', 'KeyMetadata'),
    fc.anything(),
  ),
);

describe('the responder, given records that no service ever wrote', () => {
  it('neither crashes nor keeps silent, and calls nothing but what is declared', async () => {
    let heard = 0;
    await fc.assert(
      fc.asyncProperty(record, fc.array(answer, { minLength: 1, maxLength: 5 }), async (event, answers) => {
        const alerts: Alert[] = [];
        const lines: string[] = [];
        const calls: AwsCall[] = [];
        const aws = (call: AwsCall) => {
          calls.push(call);
          const given = answers[calls.length % answers.length];
          if (typeof given !== 'string') return Promise.resolve(given ?? {});
          return Promise.reject(Object.assign(new Error('no'), { name: given }));
        };
        try {
          await respond(event, {
            declared: DECLARED,
            aws,
            publish: async (alert) => void alerts.push(alert),
            folding: new Folding(() => 0),
            damping: new Damping(() => 0),
            log: ({ type }) => void lines.push(type),
            now: () => 0,
          });
        } catch (error) {
          assert.ok(error instanceof RepairFailed, String(error));
          assert.equal(alerts.length, 1);
        }
        assert.equal(lines.length, 1);
        for (const alert of alerts) {
          assert.match(alert.subject, /^[\x21-\x7e][\x20-\x7e]{0,98}$/);
          assert.ok(Buffer.byteLength(alert.body) < 200_000);
        }
        heard += alerts.length;
        for (const call of calls) assertDeclared(call);
      }),
      { numRuns: RUNS },
    );
    assert.ok(heard > RUNS / 2);
  });
});

function assertDeclared({ account, operation, input }: AwsCall): void {
  const names = declaredNames(account);
  for (const [key, value] of Object.entries(input))
    if (SUBJECTS.includes(key) && typeof value === 'string')
      assert.ok(names.has(value), `${operation} in ${account} named ${value} as ${key}.`);
}
