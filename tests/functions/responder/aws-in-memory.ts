/** AWS for one trail, in memory: what the responder reads and changes, with answers that a test can replace. */
import { type Aws, type AwsCall, type Fields, nameOf } from '../../../functions/responder/aws';
import { DECLARED } from './events';

type Answer = (call: AwsCall) => Fields | Promise<Fields>;

const KEY = 'arn:aws:kms:us-east-1:222222222222:key/00000000-0000-4000-8000-000000000001';

export class AwsInMemory {
  /** In the order in which they came in, as `cloudtrail:StartLogging`. */
  readonly called: string[] = [];
  isLogging = false;

  /** @param answers by name of the call, in place of the usual ones */
  constructor(private readonly answers: Readonly<Record<string, Answer>> = {}) {}

  readonly aws: Aws = async (call) => {
    const name = nameOf(call);
    this.called.push(name);
    const answer = this.answers[name] ?? this.usual[name];
    if (answer === undefined) throw Object.assign(new Error(name), { name: 'AccessDenied' });
    return await answer(call);
  };

  /** The calls that change something. */
  get writes(): string[] {
    return this.called.filter((name) => !/:(Get|List|Describe)/.test(name));
  }

  private readonly usual: Readonly<Record<string, Answer>> = {
    'cloudtrail:GetTrail': ({ input }) => ({ Trail: { ...trailNamed(input.Name).settings, KmsKeyId: KEY } }),
    'cloudtrail:GetTrailStatus': () => ({ IsLogging: this.isLogging }),
    'cloudtrail:GetEventSelectors': ({ input }) => ({
      EventSelectors: trailNamed(input.TrailName).settings.EventSelectors,
    }),
    'cloudtrail:GetInsightSelectors': () => ({ InsightSelectors: [] }),
    'cloudtrail:ListTags': ({ input }) => ({
      ResourceTagList: [{ TagsList: tagsOf((input.ResourceIdList as string[])[0]) }],
    }),
    'cloudtrail:StartLogging': () => {
      this.isLogging = true;
      return {};
    },
    'kms:DescribeKey': () => ({ KeyMetadata: { Arn: KEY } }),
  };
}

function trailNamed(arn: unknown) {
  const trail = DECLARED.resources.find((resource) => resource.arn === arn);
  if (trail?.type !== 'trail') throw Object.assign(new Error(String(arn)), { name: 'TrailNotFoundException' });
  return trail;
}

function tagsOf(arn: unknown): Fields[] {
  return Object.entries(trailNamed(arn).settings.Tags).map(([Key, Value]) => ({ Key, Value }));
}
