/** A scenario for every attack of the catalogue: one tampering call, made as it would be made. */
import { TAMPER_CATALOGUE } from '../../infra/catalogue';
import type { TamperEntry } from '../../infra/catalogue/entry';
import type { AccountKind } from '../../infra/configuration';
import type { ClientConfiguration } from './attacker';
import type { AttackCall, AttackedService, CatalogueAttack, Prepared } from './attacks/attack';
import { CATALOGUE_ATTACKS } from './attacks/index';
import type { Expectation } from './drill-run';
import { type AttackContext, answerOf, type Scenario } from './scenario';

const SERVICES: Readonly<Record<AttackedService, string>> = {
  cloudtrail: 'AWS CloudTrail',
  s3: 'Amazon S3',
  kms: 'AWS KMS',
  logs: 'CloudWatch Logs',
  events: 'Amazon EventBridge',
  sns: 'Amazon SNS',
  sqs: 'Amazon SQS',
  iam: 'AWS IAM',
  lambda: 'AWS Lambda',
  organizations: 'AWS Organizations',
  monitoring: 'CloudWatch alarms',
  config: 'AWS Config',
};

const ATTACKERS: Readonly<Record<AccountKind, string>> = {
  management: 'an administrator of the management account',
  'log-archive': 'an administrator of the log-archive account',
  security: 'an administrator of the security account',
  member: 'an administrator of a member account',
};

/** In the order of the services, so that those of one stand together. */
export function catalogueScenarios(attacks: readonly CatalogueAttack[] = CATALOGUE_ATTACKS): Scenario[] {
  return Object.keys(SERVICES).flatMap((service) =>
    attacks.filter((attack) => attack.service === service).map(scenarioOf),
  );
}

/** The entry of the catalogue that an attack is about. */
export function entryOf({ event, service }: Pick<CatalogueAttack, 'event' | 'service'>): TamperEntry | undefined {
  return TAMPER_CATALOGUE.find(
    (entry) => entry.eventName === event && entry.eventSource === `${service}.amazonaws.com`,
  );
}

function scenarioOf(attack: CatalogueAttack): Scenario {
  const { service, title, from, prepare = [] } = attack;
  let prepared: readonly Prepared[] = [];
  const prepareAttack = async (context: AttackContext): Promise<void> => {
    prepared = await prepareFor(prepare, context);
  };
  return {
    id: idOf(attack),
    title,
    group: SERVICES[service],
    attacker: ATTACKERS[from],
    expected: expectationOf(attack),
    story: (targets) => storyOf(attack.event, from, attack.input(targets), attack.region),
    ...(prepare.length === 0 ? {} : { prepare: prepareAttack }),
    attack: async (context) => {
      const { targets } = context;
      const as = await context.attackerIn(targets.accountOf(from), attack.region);
      return [await answerOf(make(attack, context, as, prepared))];
    },
  };
}

/** `s3-put-bucket-policy`, and what tells it from another attack by the same call. */
export function idOf({ service, event, variant }: Pick<CatalogueAttack, 'service' | 'event' | 'variant'>): string {
  const words = event
    .replace(/\d{8}(v\d+)?$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
  return [service, words, ...(variant === undefined ? [] : [variant])].join('-');
}

/** The call, where it is made, and the names in its input that are Trailwarden's: bare ones, whatever the input made of them. */
export function storyOf(event: string, from: AccountKind, input: object, region = ''): string {
  const names = Object.values(input)
    .filter((value) => typeof value === 'string' && /^[\w:./@-]+$/.test(value))
    .map((value) => String(value).split(/[:/]/).at(-1));
  return [event, from, region, ...names].join(' ');
}

function expectationOf(attack: CatalogueAttack): Expectation {
  const { expected, event, from, lost, heard } = attack;
  const rest = lost === undefined ? {} : { lost };
  if (heard === 'by-confirmation') return { outcome: 'repaired', alerts: ['confirmation'], ...rest };
  if (expected === 'repaired') return { outcome: 'repaired', alerts: ['repaired'], names: event, ...rest };
  if (expected === 'alerted') return { outcome: 'alerted', alerts: [], names: event };
  const reported = entryOf(attack)?.forwardedFrom.includes(from) === true;
  return { outcome: 'refused', alerts: reported ? ['refused'] : [], ...(reported ? { names: event } : {}) };
}

async function prepareFor(calls: readonly AttackCall[], { targets, prepare }: AttackContext): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const { service, operation, from, region, input } of calls) {
    const call = { service, operation, input: input(targets, prepared) };
    try {
      prepared.push(await prepare(targets.accountOf(from), call, region));
    } catch (error) {
      throw new Error(`${service}:${operation} could not prepare the attack: ${messageOf(error)}`);
    }
  }
  return prepared;
}

async function make(
  { service, operation, input }: AttackCall,
  { aws, targets }: AttackContext,
  as: ClientConfiguration,
  prepared: readonly Prepared[],
): Promise<void> {
  await aws.call(as, { service, operation, input: input(targets, prepared) });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
