/** GetTrail, DescribeTrails, ListTrails, GetTrailStatus. */
import type { Operations } from '../../core/service';
import { recordedTime } from '../../records/recorded-time';
import { deliveryError } from './bucket-delivery';
import { accessToTrail, trailToRead } from './resolution';
import { trailsOver, visibleTrails } from './state';
import { trailDescription } from './trail-description';
import { parseTrailReference } from './trail-name';

type Sdk = typeof import('@aws-sdk/client-cloudtrail');

export const trailReading = {
  GetTrail: {
    access: (input, context) => accessToTrail('GetTrail', input.Name, context),
    handle: (input, context) => ({ Trail: trailDescription(trailToRead(input.Name, context)) }),
  },
  /** Names mean trails that are at home here; a trail of another Region, or of the organization, is asked for by ARN. */
  DescribeTrails: {
    handle: ({ trailNameList = [], includeShadowTrails = true }, context) => {
      const { state, account, region } = context;
      const references = trailNameList.map((named) => parseTrailReference(named, account, region));
      const trails =
        references.length > 0
          ? trailsOver(state, account).filter((trail) => references.some((reference) => reference.arn === trail.arn))
          : visibleTrails(state, account, region).filter(
              (trail) => includeShadowTrails || (trail.homeRegion === region && trail.account === account),
            );
      return { trailList: trails.map(trailDescription) };
    },
  },
  ListTrails: {
    handle: (_input, { state, account }) => ({
      Trails: trailsOver(state, account).map(({ arn, name, homeRegion }) => ({
        TrailARN: arn,
        Name: name,
        HomeRegion: homeRegion,
      })),
    }),
  },
  /** Whether log files could be delivered is found out when somebody asks. */
  GetTrailStatus: {
    access: (input, context) => accessToTrail('GetTrailStatus', input.Name, context),
    handle: async (input, context) => {
      const trail = trailToRead(input.Name, context);
      const error = trail.startedAt === undefined ? undefined : await deliveryError(context, trail);
      const { lastRecordAt, lastLogDelivery, startedAt, stoppedAt } = trail;
      const delivered = lastRecordAt !== undefined && error === undefined;
      return {
        IsLogging: trail.logging,
        ...(error === undefined ? {} : { LatestDeliveryError: error }),
        ...(delivered ? { LatestDeliveryTime: lastRecordAt } : {}),
        ...(delivered && trail.logFileValidation ? { LatestDigestDeliveryTime: lastRecordAt } : {}),
        ...(startedAt === undefined ? {} : { StartLoggingTime: startedAt }),
        ...(stoppedAt === undefined ? {} : { StopLoggingTime: stoppedAt }),
        ...(lastLogDelivery === undefined ? {} : { LatestCloudWatchLogsDeliveryTime: lastLogDelivery.at }),
        ...(lastLogDelivery?.error === undefined ? {} : { LatestCloudWatchLogsDeliveryError: lastLogDelivery.error }),
        LatestDeliveryAttemptTime: lastRecordAt === undefined ? '' : recordedTime(lastRecordAt),
        LatestDeliveryAttemptSucceeded: delivered ? recordedTime(lastRecordAt) : '',
        LatestNotificationAttemptTime: '',
        LatestNotificationAttemptSucceeded: '',
        TimeLoggingStarted: startedAt === undefined ? '' : recordedTime(startedAt),
        TimeLoggingStopped: stoppedAt === undefined ? '' : recordedTime(stoppedAt),
      };
    },
  },
} satisfies Operations<Sdk>;
