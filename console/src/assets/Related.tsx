import { Button, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Api } from '../api/types'
import { useText } from '../i18n/text'
import { AssetLink } from './AssetLink'

/** So many dependants are shown at first. */
const FIRST = 8

/** What an asset hangs on, and what hangs on it. */
export function Related({ asset }: { asset: Api<'AssetDetail'> }) {
  const text = useText()
  const [all, setAll] = useState(false)
  const { powered_by: power, connected_via: network, dependants } = asset
  const shown = all ? dependants : dependants.slice(0, FIRST)
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-related')}>
      <Title order={2} size="h3" mb="xs">
        {text('console-related')}
      </Title>
      <Stack gap="xs">
        <One label={text('console-powered-by')} one={power} />
        <One label={text('console-connected-via')} one={network} />
        {dependants.length > 0 && (
          <div>
            <Text size="sm" c="dimmed">
              {text('console-dependants', { count: dependants.length })}
            </Text>
            {shown.map((one) => (
              <AssetLink key={one.id} asset={one} />
            ))}
            {shown.length < dependants.length && (
              <Button variant="subtle" fullWidth onClick={() => setAll(true)}>
                {text('console-dependants-all')}
              </Button>
            )}
          </div>
        )}
      </Stack>
    </Paper>
  )
}

function One({ label, one }: { label: string; one: Api<'AssetRef'> | null }) {
  const text = useText()
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {one ? <AssetLink asset={one} /> : <Text>{text('console-related-none')}</Text>}
    </div>
  )
}
