/** What a resource type of the AWS provider is to the sandbox: the calls that create it, and those that read it. */
import type { Resource, Unwrap } from '@pulumi/pulumi';
import { AwsError } from '../core/aws-error';
import type { ProviderCloud } from './provider-cloud';
import type { Shape } from './shape';

/**
 * One resource type. Whatever it needs arrives by argument and leaves as plain data, so that every door which deploys
 * (mocks, provider) can use it.
 */
export interface ResourceAdapter<Inputs = never, State = object> {
  /** The type token: `aws:sns/topic:Topic`. */
  readonly type: string;
  /** Every input property that the adapter acts on. Any other is refused rather than dropped. */
  readonly inputs: readonly string[];
  /**
   * Makes the resource.
   *
   * @param name the physical name for a resource whose inputs do not name it
   * @returns the resource's id, as the real provider writes it
   * @throws AwsError what AWS answered
   */
  create(cloud: ProviderCloud, inputs: Inputs, name: string): Promise<string>;
  /** How the inputs that are structures, or hold some, are built; their properties are refused like inputs. */
  readonly nested?: Readonly<Record<string, Shape>>;
  /** Inputs without which the provider refuses the resource. */
  readonly required?: readonly string[];
  /** Inputs whose change replaces the resource, as the provider's schema says; all others are updated in place. */
  readonly replacedBy?: readonly string[];
  /** What the provider takes for inputs that are left out, where that is not simply nothing: no text, zero, false. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Inputs that, left out, are whatever AWS has: the provider's schema calls them computed, and shows no difference. */
  readonly computed?: readonly string[];
  /** Inputs that AWS shows to nobody (`deletionWindowInDays`): a read knows them from the program alone, an import not at all. */
  readonly unread?: readonly string[];
  /**
   * Brings the resource from `olds` to `news`, by the calls that the real provider would make for what differs. Absent when
   * every change replaces.
   *
   * @param olds the inputs as they were, or the whole state: `tagsAll` in it tells which default tags the resource has
   * @throws AwsError what AWS answered
   */
  update?(cloud: ProviderCloud, id: string, news: Inputs, olds: Inputs): Promise<void>;
  /**
   * Deletes the resource. One that is gone already is deleted.
   *
   * @throws AwsError AWS's refusal: a bucket that is not empty, a rule with targets, …
   */
  delete?(cloud: ProviderCloud, id: string, olds: Inputs): Promise<void>;
  /**
   * The resource as it is now, all outputs included; `undefined` when it is gone. An import knows the id alone, so nothing
   * but what {@link unread} names may come from `inputs` only.
   */
  read(cloud: ProviderCloud, id: string, inputs: Inputs): Promise<State | undefined>;
  /** The id that the provider keeps, from what was read, for a type whose imports are named otherwise. */
  idOf?(state: State): string;
}

/** A resource's arguments once every value is there: no outputs, and an id where a resource was passed. */
export type Plain<Args> = { [Key in keyof Args]: Exclude<Unwrap<Args[Key]>, Resource> };

/** The outputs that a read answers: any of the resource's state. */
export type PlainState<State> = { [Key in keyof State]?: Exclude<Unwrap<State[Key]>, Resource> | undefined };

/** Types an adapter by the provider's own arguments and state: `adapter<sns.TopicArgs, sns.TopicState>({…})`. */
export function adapter<Args, State>(
  definition: ResourceAdapter<Plain<Args>, PlainState<State>> & { readonly inputs: readonly (keyof Args & string)[] },
): ResourceAdapter {
  if (!definition.inputs.some((input) => input === 'region')) return definition;
  return {
    ...definition,
    read: async (cloud, id, inputs) => {
      const state = await definition.read(cloud, id, inputs);
      return state && { ...state, region: cloud.region };
    },
  };
}

/**
 * Refuses input properties that an adapter does not act on.
 *
 * @throws Error naming the type and the properties
 */
export function checkInputs(type: string, known: readonly string[], inputs: object): void {
  const unknown = Object.keys(inputs).filter((input) => !known.includes(input));
  if (unknown.length === 0) return;
  throw new Error(
    `The sandbox's ${type} does not act on ${unknown.map((input) => `"${input}"`).join(', ')}; it acts on ` +
      `${known.join(', ')}. Teach its adapter the property, or leave it out.`,
  );
}

/**
 * What `look` finds, or `undefined` when AWS answers with one of the error codes that say it is not there.
 *
 * @param words what the error's message must hold beside, for a code that says other things as well
 */
export async function unless<T>(absent: readonly string[], look: () => Promise<T>, words = ''): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AwsError && absent.includes(error.code) && error.message.includes(words)) return undefined;
    throw error;
  }
}

/** A policy (or another JSON document) as the text that AWS takes; Pulumi lets programs pass it either way. */
export function jsonText(document: string | object): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

/** A value that AWS's answer must hold. @throws Error naming it */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`AWS's answer holds no ${what}.`);
  return value;
}
