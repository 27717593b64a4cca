import { Text, UnstyledButton } from '@mantine/core'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn } from '../i18n/text'
import classes from './AssetLink.module.css'
import { iconOf, kindOf } from './kinds'
import { StateMark } from './StateMark'

interface Props {
  asset: Api<'AssetRef'> & { names?: Api<'AssetSummary'>['names'] }
}

/** The way to another asset's page, with its state and the picture of its kind. */
export function AssetLink({ asset }: Props) {
  const city = useCity()
  const { language } = useLanguage()
  return (
    <UnstyledButton component={Link} href={`/assets/${asset.id}`} className={classes.link}>
      <StateMark state={asset.state} named />
      <Icon of={iconOf(kindOf(city, asset.kind)?.icon ?? '')} size={18} />
      <Text component="span" className={classes.name}>
        {nameIn(language, asset)}
      </Text>
    </UnstyledButton>
  )
}
