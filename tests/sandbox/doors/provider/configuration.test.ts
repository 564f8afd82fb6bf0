/** What comes before the first resource: who answers, for which account, and with which settings. */
import assert from 'node:assert/strict';
import { status } from '@grpc/grpc-js';
import aws from '@pulumi/aws/package.json';
import type { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import type {
  GetMappingResponse,
  GetSchemaResponse,
  ProviderHandshakeResponse,
} from '@pulumi/pulumi/proto/provider_pb';
import { GetMappingRequest, GetSchemaRequest, ProviderHandshakeRequest } from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { serveProvider } from '../../../../sandbox/doors/provider/index';
import { ACCOUNT, Engine, refusal, SETTINGS, type ServedCloud, serveCloud } from './engine';

const TOPIC = 'aws:sns/topic:Topic';
const IDENTITY = 'aws:index/getCallerIdentity:getCallerIdentity';

describe('the provider, before the first resource', () => {
  let cloud: ServedCloud;
  const engines: Engine[] = [];
  const open = async (settings = SETTINGS): Promise<Engine> => {
    const engine = await Engine.open(cloud.provider.port, settings);
    engines.push(engine);
    return engine;
  };
  const unconfigured = (): Engine => {
    const engine = new Engine(cloud.provider.port);
    engines.push(engine);
    return engine;
  };

  beforeEach(async () => {
    cloud = await serveCloud();
  });

  afterEach(async () => {
    for (const engine of engines.splice(0)) engine.close();
    await cloud.provider.close();
    assert.deepEqual(cloud.reported, []);
  });

  it('answers for the version of the provider that the programs are written against', async () => {
    const engine = unconfigured();
    const info = await engine.ask<PluginInfo>((answer) => engine.client.getPluginInfo(new Empty(), answer));
    assert.equal(info.getVersion(), aws.version);
  });

  it('takes plain values, and tells what a change would do', async () => {
    const engine = unconfigured();
    const request = new ProviderHandshakeRequest();
    const answer = await engine.ask<ProviderHandshakeResponse>((done) => engine.client.handshake(request, done));
    assert.deepEqual(
      [answer.getAcceptSecrets(), answer.getAcceptResources(), answer.getAcceptOutputs()],
      [false, false, false],
    );
    assert.deepEqual(await engine.configure(SETTINGS), {
      acceptoutputs: false,
      acceptresources: false,
      acceptsecrets: false,
      supportsAutonamingConfiguration: false,
      supportspreview: true,
    });
  });

  it('has a schema of every type that it can deploy, with what it asks for', async () => {
    const engine = unconfigured();
    const request = new GetSchemaRequest();
    const answer = await engine.ask<GetSchemaResponse>((done) => engine.client.getSchema(request, done));
    const schema = JSON.parse(answer.getSchema()) as {
      name: string;
      version: string;
      resources: Record<string, { inputProperties: object; requiredInputs: string[] }>;
    };
    assert.deepEqual([schema.name, schema.version], ['aws', aws.version]);
    assert.deepEqual(schema.resources['aws:iam/role:Role']?.requiredInputs, ['assumeRolePolicy']);
    assert.ok('maxSessionDuration' in (schema.resources['aws:iam/role:Role']?.inputProperties ?? {}));
  });

  it('knows no other provider by another name', async () => {
    const engine = unconfigured();
    const request = new GetMappingRequest();
    const answer = await engine.ask<GetMappingResponse>((done) => engine.client.getMapping(request, done));
    assert.deepEqual([answer.getProvider(), answer.getData()], ['', '']);
  });

  it('refuses an account that the program does not allow, in the words of the real provider', async () => {
    const refused = refusal(open({ ...SETTINGS, allowedAccountIds: '["111111111111"]' }));
    assert.equal((await refused).message, `AWS account ID not allowed: ${ACCOUNT}`);
  });

  it('refuses to be configured without a Region', async () => {
    const { region: _region, ...settings } = SETTINGS;
    assert.match((await refusal(open(settings))).message, /^missing required configuration key "aws:region"/);
  });

  it('refuses a setting that it does not know, by its name', async () => {
    const engine = unconfigured();
    const { failures } = await engine.checkConfig({ ...SETTINGS, regoin: 'us-east-1' });
    assert.deepEqual(
      failures.map(([property]) => property),
      ['regoin'],
    );
  });

  it('opens a secret among the settings', async () => {
    const secret = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', value: 'us-east-1' };
    const engine = await open({ ...SETTINGS, region: secret });
    assert.equal((await engine.check(TOPIC, 'alerts', {})).inputs.region, 'us-east-1');
  });

  it('replaces itself for no change of its settings, and shows each of them', async () => {
    const engine = await open();
    const news = { ...SETTINGS, defaultTags: '{"tags":{"team":"audit"}}', version: '7.49.0' };
    assert.deepEqual(await engine.diffConfig(SETTINGS, news), {
      changed: ['defaultTags'],
      replaces: [],
      detail: { defaultTags: 'UPDATE' },
      deleteBeforeReplace: false,
    });
  });

  it('is asked nothing before it is configured', async () => {
    const { code, message } = await refusal(unconfigured().check(TOPIC, 'alerts', {}));
    assert.deepEqual([code, message], [status.INVALID_ARGUMENT, 'The provider has not been configured.']);
  });

  it('keeps the settings of two engines apart that are connected at one time', async () => {
    const first = await open();
    const second = await open({ ...SETTINGS, region: 'eu-west-1', defaultTags: '{"tags":{"team":"audit"}}' });
    const inputs = async (engine: Engine): Promise<unknown[]> => {
      const checked = await engine.check(TOPIC, 'alerts', {});
      return [checked.inputs.region, checked.inputs.tagsAll];
    };
    assert.deepEqual(await inputs(first), ['us-east-1', { team: 'security' }]);
    assert.deepEqual(await inputs(second), ['eu-west-1', { team: 'audit' }]);
  });

  it('works as the role that the program names', async () => {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT } };
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const deployer = await open();
    await deployer.create('aws:iam/role:Role', 'deployer', { name: 'deployer', assumeRolePolicy: trust });
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/deployer`;
    const assumeRoles = JSON.stringify([{ roleArn, sessionName: 'blueprint' }]);
    const engine = await open({ ...SETTINGS, assumeRoles });
    const { arn } = await engine.invoke(IDENTITY);
    assert.equal(arn, `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/blueprint`);
    const { code, message } = await refusal(engine.create(TOPIC, 'alerts', {}));
    assert.equal(code, status.PERMISSION_DENIED);
    assert.match(message, /^creating aws:sns\/topic:Topic "alerts": sns:CreateTopic: AccessDenied: User: /);
    assert.ok(message.includes(`${arn} is not authorized to perform: sns:CreateTopic on resource: `));
  });

  it('refuses a function that the sandbox does not answer, by its name', async () => {
    const engine = await open();
    const { message } = await refusal(engine.invoke('aws:ec2/getAmi:getAmi'));
    assert.match(message, /^The sandbox does not answer "aws:ec2\/getAmi:getAmi"/);
  });

  it('names the port that is taken', async () => {
    const { administrator, gate, provider } = cloud;
    const options = { gate, principal: administrator(ACCOUNT), sessionOf: () => undefined, port: provider.port };
    await assert.rejects(
      serveProvider(options),
      new RegExp(`cannot listen on port ${provider.port}: .+ Choose another`),
    );
  });
});
