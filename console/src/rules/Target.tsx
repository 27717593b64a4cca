import { Paper, Select, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useCity } from '../app/session'
import { kindOf } from '../assets/kinds'
import { unitText } from '../assets/values'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { foldedOptions } from '../map/options'
import { useAssets } from '../map/useAssets'
import { placesQuery } from '../places/queries'
import classes from './Editor.module.css'
import { useField, useForm } from './form'

/** What a rule watches: a kind of asset, one of its channels, a place, or one asset. */
export function Target() {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const field = useField()
  const { draft, edit } = useForm()
  const { data: places } = useQuery(placesQuery)
  const { data: assets } = useAssets()
  const target = draft.applies_to
  const aim = (part: Partial<typeof target>) => edit({ applies_to: { ...target, ...part } })

  const channels = useMemo(() => {
    const kinds = target.asset_kind ? [kindOf(city, target.asset_kind)] : city.kinds
    const all = kinds.flatMap((kind) => kind?.channels ?? [])
    const unit = (one: (typeof all)[number]) => (unitText(one.unit) ? ` (${unitText(one.unit)})` : '')
    return [...new Map(all.map((one) => [one.name, `${nameIn(language, one, one.name)}${unit(one)}`]))].map(
      ([value, label]) => ({ value, label }),
    )
  }, [city, target.asset_kind, language])
  const named = useMemo(
    () =>
      (assets ?? [])
        .filter((one) => !target.asset_kind || one.kind === target.asset_kind)
        .map((one) => ({ value: one.id, label: one.name })),
    [assets, target.asset_kind],
  )
  const select = {
    searchable: true,
    clearable: true,
    filter: foldedOptions,
    placeholder: text('console-rules-any'),
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-rules-target')}>
      <Title order={2} size="h4">
        {text('console-rules-target')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {text('console-rules-target-hint')}
      </Text>
      <div className={classes.fields}>
        <Select
          {...field('applies_to.asset_kind')}
          {...select}
          data={city.kinds
            .filter((kind) => kind.channels.length > 0)
            .map((kind) => ({ value: kind.id, label: nameIn(language, kind, kind.id) }))}
          value={target.asset_kind || null}
          onChange={(value) => aim({ asset_kind: value ?? '' })}
        />
        <Select
          {...field('applies_to.channel')}
          {...select}
          data={channels}
          value={target.channel || null}
          onChange={(value) => aim({ channel: value ?? '' })}
        />
        <Select
          {...field('applies_to.place')}
          {...select}
          data={(places?.items ?? []).map((one) => ({ value: one.id, label: nameIn(language, one) }))}
          value={target.place || null}
          onChange={(value) => aim({ place: value ?? '' })}
        />
        <Select
          {...field('applies_to.asset')}
          {...select}
          data={named}
          value={target.asset || null}
          onChange={(value) => aim({ asset: value ?? '' })}
        />
      </div>
    </Paper>
  )
}
