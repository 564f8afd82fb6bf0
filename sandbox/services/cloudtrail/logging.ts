/** StartLogging and StopLogging. */
import type { Operations } from '../../core/service';
import { accessToTrail, trailToChange } from './resolution';

type Sdk = typeof import('@aws-sdk/client-cloudtrail');

export const logging = {
  StartLogging: {
    access: (input, context) => accessToTrail('StartLogging', input.Name, context),
    handle: (input, context) => {
      const trail = trailToChange(input.Name, context);
      if (!trail.logging) trail.startedAt = context.clock.now();
      trail.logging = true;
      return {};
    },
  },
  StopLogging: {
    access: (input, context) => accessToTrail('StopLogging', input.Name, context),
    handle: (input, context) => {
      const trail = trailToChange(input.Name, context);
      if (trail.logging) trail.stoppedAt = context.clock.now();
      trail.logging = false;
      return {};
    },
  },
} satisfies Operations<Sdk>;
