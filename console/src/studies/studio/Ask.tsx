import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text'
import { Faults } from '../Faults'
import { AreasPart } from './AreasPart'
import { DemandPart } from './DemandPart'
import { Form } from './form'
import { LimitsPart } from './LimitsPart'
import { OptionsPart } from './OptionsPart'
import { NamesPart, SearchPart } from './SearchPart'
import { SitesPart } from './SitesPart'
import classes from './Studio.module.css'
import type { StudioState } from './useStudio'

/** What the study asks, as a form. */
export function Ask({ studio }: { studio: StudioState }) {
  const text = useText()
  const { study, edit, faults, fixed, mayEdit, shown } = studio
  return (
    <Form study={study} onEdit={edit} faults={faults} fixed={fixed}>
      <Stack p="sm" gap="lg">
        {!mayEdit && (
          <Text size="sm" role="note">
            {text(fixed ? 'console-studies-only-look' : 'console-studies-only-try')}
          </Text>
        )}
        <Faults faults={faults} />
        <Section name="demand" hint>
          <DemandPart answer={shown.answer} />
        </Section>
        <Section name="limits">
          <LimitsPart />
        </Section>
        <Section name="options">
          <OptionsPart />
        </Section>
        <Section name="sites">
          <SitesPart />
        </Section>
        <Section name="areas">
          <AreasPart drawing={studio.drawing} />
        </Section>
        <Section name="names">
          <NamesPart />
        </Section>
        <Section name="search">
          <SearchPart />
        </Section>
      </Stack>
    </Form>
  )
}

const KEYS = {
  demand: 'console-studies-part-demand',
  limits: 'console-studies-part-limits',
  options: 'console-studies-part-options',
  sites: 'console-studies-part-sites',
  areas: 'console-studies-part-areas',
  names: 'console-studies-part-names',
  search: 'console-studies-part-search',
} as const

function Section({
  name,
  hint = false,
  children,
}: {
  name: keyof typeof KEYS
  hint?: boolean
  children: ReactNode
}) {
  const text = useText()
  return (
    <section aria-label={text(KEYS[name])} className={classes.section}>
      <Title order={2} size="h4">
        {text(KEYS[name])}
      </Title>
      {hint && (
        <Text size="sm" c="dimmed">
          {text('console-studies-demand-hint')}
        </Text>
      )}
      {children}
    </section>
  )
}
