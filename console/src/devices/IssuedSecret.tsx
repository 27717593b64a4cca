import type { Api } from '../api/types'
import { useText } from '../i18n/text'
import { SecretOnce } from './SecretOnce'

/** A device's new credential, shown this once. */
export function IssuedSecret({ issued, onClose }: { issued: Api<'IssuedCredential'>; onClose: () => void }) {
  const text = useText()
  return (
    <SecretOnce
      title={text('console-credential-issued', { device: issued.device })}
      hint={text('console-credential-hint')}
      rows={[
        { label: text('console-credential-username'), value: issued.username },
        { label: text('console-credential-password'), value: issued.password },
        { label: text('console-credential-topic'), value: issued.topic },
      ]}
      onClose={onClose}
    />
  )
}
