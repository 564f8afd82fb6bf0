/** A CloudTrail record: what one API call leaves behind. */

/**
 * The record of one call, in the members and the order that AWS writes.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface CloudTrailRecord {
  readonly eventVersion: '1.11';
  readonly userIdentity: UserIdentity;
  /** ISO 8601 in whole seconds, UTC. */
  readonly eventTime: string;
  /** `cloudtrail.amazonaws.com` */
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  /** An address, or the name of the AWS service that called. */
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  /** At most 1 KB. */
  readonly errorMessage?: string;
  /** Absent only when larger than 100 KB. */
  readonly requestParameters?: unknown;
  /** `null` for reads. Absent only when larger than 100 KB. */
  readonly responseElements?: unknown;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly RecordedResource[];
  readonly eventType: 'AwsApiCall';
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  /** The same in every account that got a record of the same call. */
  readonly sharedEventID?: string;
  readonly eventCategory: 'Management' | 'Data';
}

export interface RecordedResource {
  readonly ARN: string;
  readonly accountId: string;
  /** `AWS::KMS::Key` */
  readonly type: string;
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export type UserIdentity = AssumedRoleIdentity | ServiceIdentity | ForeignIdentity;

/** A session of a role of the account. */
export interface AssumedRoleIdentity {
  readonly type: 'AssumedRole';
  /** Role id, colon, session name. */
  readonly principalId: string;
  readonly arn: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly sessionContext: {
    readonly sessionIssuer: {
      readonly type: 'Role';
      readonly principalId: string;
      readonly arn: string;
      readonly accountId: string;
      readonly userName: string;
    };
    readonly attributes: { readonly creationDate: string; readonly mfaAuthenticated: 'true' | 'false' };
    /** The person behind the session, where one was stated. */
    readonly sourceIdentity?: string;
  };
  readonly invokedBy?: string;
}

/** An AWS service that acts by itself. */
export interface ServiceIdentity {
  readonly type: 'AWSService';
  readonly invokedBy: string;
}

/** A caller as another account sees it. */
export interface ForeignIdentity {
  readonly type: 'AWSAccount';
  readonly principalId: string;
  readonly accountId: string;
}
