/** Every service that the sandbox models. */
import type { Service } from '../core/service';
import { cloudtrail } from './cloudtrail/index';
import { cloudwatch } from './cloudwatch/index';
import { config } from './config/index';
import { eventbridge } from './eventbridge/index';
import { iam } from './iam/index';
import { kms } from './kms/index';
import { lambdaService } from './lambda/index';
import type { LambdaRuntime } from './lambda/runtime';
import { logs } from './logs/index';
import { organizations } from './organizations/index';
import { s3 } from './s3/index';
import { sns } from './sns/index';
import { sqs } from './sqs/index';
import { sts } from './sts/index';

export function allServices(lambda: LambdaRuntime): readonly Service[] {
  return [
    cloudtrail,
    cloudwatch,
    config,
    eventbridge,
    iam,
    kms,
    lambdaService(lambda),
    logs,
    organizations,
    s3,
    sns,
    sqs,
    sts,
  ];
}
