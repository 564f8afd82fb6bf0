/** What it takes to keep resources of one type as declared. */
import type { DeclaredResource } from '../../../infra/specifications/resources';
import type { ResourceType } from '../../../infra/specifications/resources/resource';
import type { Aws, AwsCall } from '../aws';
import type { Found } from '../comparison';

/** A call that puts something back. */
export interface Repair {
  readonly call: AwsCall;
  /** What would bring back the state before the repair; none: nothing could. */
  readonly undo?: AwsCall;
  /** What no repair brings back. */
  readonly loss?: string;
}

export interface Keeper<Resource extends DeclaredResource = DeclaredResource> {
  /**
   * What is there, under the keys of the declared settings. What could not be read is an `Unread`. Keys beyond the declared ones
   * are for `repairs`.
   */
  readonly read: (resource: Resource, aws: Aws) => Promise<Found>;
  /** The fewest calls that put back what differs, in order. */
  readonly repairs: (resource: Resource, actual: Found, differing: ReadonlySet<string>) => readonly Repair[];
  /** A call that can do no harm and cannot wait until everything was read, after this recorded call. */
  readonly atOnce?: (resource: Resource, eventName: string) => Repair | undefined;
}

/** The resource of a type. */
export type ResourceOf<Type extends ResourceType> = Extract<DeclaredResource, { readonly type: Type }>;
