/** What people can do on the platform: the actions of its policies, as the API's description names them. */
export const ACTIONS = [
  'entity.read',
  'grid.read',
  'grid.simulate',
  'grid.propose',
  'city.read',
  'city.import',
  'observation.read',
  'observation.export',
  'finding.read',
  'incident.read',
  'incident.acknowledge',
  'incident.comment',
  'incident.close',
  'rule.read',
  'rule.preview',
  'rule.edit',
  'device.read_unknown',
  'device.adopt',
  'device.dismiss',
  'device.issue_credential',
  'device.revoke',
  'stream.read',
  'system.health',
  'audit.read',
  'user.read',
  'user.manage',
  'policy.explain',
  'session.own',
  'passkey.own',
] as const

/** Key of an action's name in the catalogue. */
export function actionKey(action: string): string {
  return `console-action-${action.replace(/[._]/g, '-')}`
}
