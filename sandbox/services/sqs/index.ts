/** Amazon SQS: standard and FIFO queues with policies, visibility, retention, dead-letter queues and encryption. */
import { type Service, service } from '../../core/service';
import { permissionOperations } from './permissions';
import { queueOperations } from './queues';
import { receivingOperations } from './receiving';
import { sendingOperations } from './sending';
import type { SqsSdk } from './state';
import { tagOperations } from './tags';

export const sqs: Service = service<SqsSdk>({
  name: 'sqs',
  actionPrefix: 'sqs',
  eventSource: 'sqs.amazonaws.com',
  sdk: () => require('@aws-sdk/client-sqs'),
  operations: {
    ...queueOperations,
    ...sendingOperations,
    ...receivingOperations,
    ...permissionOperations,
    ...tagOperations,
  },
});
