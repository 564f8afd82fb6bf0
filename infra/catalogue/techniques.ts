/** The techniques of MITRE ATT&CK v19 that tampering with an audit trail belongs to. */
import type { Technique } from './entry';

const technique = (id: string, name: string, formerId?: string): Technique => ({
  id,
  name,
  ...(formerId === undefined ? {} : { formerId }),
});

/** @see https://attack.mitre.org/techniques/T1685/002/ */
export const DISABLE_CLOUD_LOG = technique('T1685.002', 'Disable or Modify Cloud Log', 'T1562.008');
/** @see https://attack.mitre.org/techniques/T1685/ */
export const DISABLE_TOOLS = technique('T1685', 'Disable or Modify Tools', 'T1562.001');
/** @see https://attack.mitre.org/techniques/T1485/ */
export const DATA_DESTRUCTION = technique('T1485', 'Data Destruction');
/** @see https://attack.mitre.org/techniques/T1485/001/ */
export const LIFECYCLE_DELETION = technique('T1485.001', 'Lifecycle-Triggered Deletion');
/** @see https://attack.mitre.org/techniques/T1490/ */
export const INHIBIT_RECOVERY = technique('T1490', 'Inhibit System Recovery');
/** @see https://attack.mitre.org/techniques/T1489/ */
export const SERVICE_STOP = technique('T1489', 'Service Stop');
/** @see https://attack.mitre.org/techniques/T1070/ */
export const INDICATOR_REMOVAL = technique('T1070', 'Indicator Removal');
/** @see https://attack.mitre.org/techniques/T1531/ */
export const ACCOUNT_ACCESS_REMOVAL = technique('T1531', 'Account Access Removal');
/** @see https://attack.mitre.org/techniques/T1666/ */
export const RESOURCE_HIERARCHY = technique('T1666', 'Modify Cloud Resource Hierarchy');
/** @see https://attack.mitre.org/techniques/T1098/ */
export const ACCOUNT_MANIPULATION = technique('T1098', 'Account Manipulation');
/** @see https://attack.mitre.org/techniques/T1537/ */
export const TRANSFER_TO_CLOUD_ACCOUNT = technique('T1537', 'Transfer Data to Cloud Account');
/** @see https://attack.mitre.org/techniques/T1530/ */
export const DATA_FROM_CLOUD_STORAGE = technique('T1530', 'Data from Cloud Storage');
/** @see https://attack.mitre.org/techniques/T1486/ */
export const DATA_ENCRYPTED = technique('T1486', 'Data Encrypted for Impact');
