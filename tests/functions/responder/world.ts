/** The sample organization with everything deployed, in process: what keepers read and repair, with nothing that happens by itself. */
import { deserialize, serialize } from 'node:v8';
import { type Aws, type AwsCall, type Fields, fields, list } from '../../../functions/responder/aws';
import { differences } from '../../../functions/responder/comparison';
import { keeperOf } from '../../../functions/responder/keepers';
import { type Reconciliation, reconcile } from '../../../functions/responder/reconcile';
import { resourcesIn } from '../../../functions/responder/target';
import { accountIdOf } from '../../../infra/configuration';
import { arnsOf, namesOf } from '../../../infra/names';
import { declaredState } from '../../../infra/specifications/declared-state';
import type { DeclaredResource } from '../../../infra/specifications/resources';
import { authorize } from '../../../sandbox/authorization/index';
import { Clock } from '../../../sandbox/core/clock';
import { type Authorizer, Gate } from '../../../sandbox/core/gate';
import { State } from '../../../sandbox/core/state';
import type { AttackTargets } from '../../../sandbox/drill/attacks/attack';
import { findRole } from '../../../sandbox/services/iam/state';
import { allServices } from '../../../sandbox/services/index';
import { LambdaRuntime } from '../../../sandbox/services/lambda/runtime';
import { topicsOf } from '../../../sandbox/services/sns/state';
import { administratorOf, sessionOfRole } from '../../../sandbox/services/sts/state';
import { callAs } from '../../support/calls';
import { deployedStack } from '../../support/deployment';
import { OUTSIDER, SAMPLE } from '../../support/organization';

const START = new Date('2026-03-02T12:00:00.000Z');

export const DECLARED = declaredState(SAMPLE.configuration);

/** Something that a repair role was asked to be allowed for a call of its, and was. */
interface Allowed {
  readonly account: string;
  readonly action: string;
  readonly resource: string;
}

/** One organization of a test's own. */
export class World {
  /** The calls that repair roles made. */
  readonly repairCalls: AwsCall[] = [];

  private constructor(
    private readonly state: State,
    private readonly gate: Gate,
    private readonly clock: Clock,
    /** What the permissions of repair roles were needed for. */
    readonly allowed: readonly Allowed[],
  ) {}

  /** As it is after the deployment of every stack. */
  static async deployed(): Promise<World> {
    for (const { name } of SAMPLE.stacks) await deployedStack(name);
    const { organization } = await deployedStack('security');
    const state = new State();
    const entries = deserialize(serialize(organization.state.entries(''))) as [string, unknown][];
    for (const [key, value] of entries) state.at(key, () => value);
    const services = allServices(new LambdaRuntime());
    const clock = new Clock('virtual', START);
    const allowed: Allowed[] = [];
    const observing: Authorizer = async (context, principal, access) => {
      await authorize(context, principal, access);
      if (principal.kind === 'role' && principal.roleName === DECLARED.repairRoleName)
        allowed.push({ account: principal.account, action: access.action, resource: access.resource });
    };
    const gate = new Gate({ state, clock, services, authorize: observing, record: () => undefined });
    return new World(state, gate, clock, allowed);
  }

  /** Lets time pass. */
  async pass(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1000);
  }

  /** A call by the administrator of an account: an attacker's, or somebody's who looks. */
  async as(account: string, service: string, operation: string, input: object, region = 'us-east-1'): Promise<Fields> {
    const principal = administratorOf(this.state, account);
    if (principal === undefined) throw new Error(`There is no account ${account}.`);
    return await callAs(this.gate, principal, { service, operation, input: input as Fields, region });
  }

  /** Somebody clicks on the link that an address got. Answers the ARN of its subscription. */
  async confirmSubscription(TopicArn: string, endpoint: string): Promise<string> {
    const [, , , region = '', account = '', name = ''] = TopicArn.split(':');
    const subscriptions = topicsOf(this.state, account, region).get(name)?.subscriptions.values() ?? [];
    const token = [...subscriptions].find((each) => each.endpoint === endpoint)?.token;
    const { SubscriptionArn } = await this.as(
      account,
      'sns',
      'ConfirmSubscription',
      { TopicArn, Token: token },
      region,
    );
    return String(SubscriptionArn);
  }

  /** What an attacker who looked around knows. */
  async targets(): Promise<AttackTargets> {
    const { configuration } = SAMPLE;
    const key = async (alias: string, account: string): Promise<string> =>
      String(fields((await this.as(account, 'kms', 'DescribeKey', { KeyId: alias })).KeyMetadata).KeyId);
    const { namePrefix, securityAccountId, logArchiveAccountId } = configuration;
    const { Roots } = await this.as(configuration.managementAccountId, 'organizations', 'ListRoots', {});
    return {
      configuration,
      names: namesOf(configuration),
      arns: arnsOf(configuration),
      trailKeyId: await key(`alias/${namePrefix}-trail`, logArchiveAccountId),
      alertKeyId: await key(`alias/${namePrefix}-alerts`, securityAccountId),
      member: '444444444444',
      outsider: OUTSIDER,
      rootId: String(fields(list(Roots)[0]).Id),
      subscriptionArn: `${arnsOf(configuration).alertTopic}:00000000-0000-4000-8000-000000000000`,
      accountOf: (kind) => accountIdOf(kind, configuration) ?? '444444444444',
      queueUrl: (account, region, name) => `https://sqs.${region}.amazonaws.com/${account}/${name}`,
    };
  }

  /** Calls as the responder makes them: with the permissions of the repair role of each account, and no others. */
  readonly aws: Aws = async (call) => {
    this.repairCalls.push(call);
    const { account } = call;
    const role = findRole(this.state, account, DECLARED.repairRoleName);
    if (role === undefined) throw new Error(`${account} has no repair role.`);
    const session = { sessionName: 'trailwarden-responder', accessKeyId: `ASIA${account}`, issuedAt: START };
    return await callAs(this.gate, sessionOfRole(role, session), call);
  };

  /** What an account must have, of one type or all. */
  resources(account: string, type?: DeclaredResource['type']): readonly DeclaredResource[] {
    return resourcesIn(DECLARED, account).filter((resource) => type === undefined || resource.type === type);
  }

  async reconcile(resource: DeclaredResource, enforce = true): Promise<Reconciliation> {
    return await reconcile(await keeperOf(resource), resource, this.aws, { enforce });
  }

  /** The settings that differ. */
  async differing(resource: DeclaredResource): Promise<string[]> {
    const found = await (await keeperOf(resource)).read(resource, this.aws);
    return differences(resource.settings, found).map(({ setting }) => setting);
  }
}
