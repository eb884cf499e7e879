// The whole screen. Two things hold keys: the menu or the text field, alone, and the one handler here for all else.
import {Box, Text, useInput} from 'ink';
import TextInput from 'ink-text-input';
import {useCallback, useEffect, useLayoutEffect, useMemo, useState} from 'react';
import {compose, EDGE, sceneOf, widthOf} from '../compose.js';
import {screenOf} from '../screens/index.js';
import {commandFor, keyName} from '../keys.js';
import {identity} from '../place.js';
import type {Action, State} from '../state.js';
import type {KeyStream} from '../terminal/key-stream.js';
import {BLANK, line, span, type Line} from '../text/line.js';
import type {Rules} from '../update.js';
import {Lines, Row} from './lines.js';
import {Menu} from './menu.js';

export interface WizardProps {
	readonly rules: Rules;
	readonly state: State;
	readonly dispatch: (action: Action) => void;
	/** The exact keyboard; absent in tests that write keys one by one. */
	readonly keys?: KeyStream;
	/** For screen readers: only what is there, no blank rows that fill the terminal. */
	readonly linear?: boolean;
}

/** Characters of the longest paste that can be meant for a text field: the length of a path at most, and some. */
const LONGEST_LINE = 5000;

export function Wizard({rules, state, dispatch, keys, linear = false}: WizardProps) {
	const scene = useMemo(
		() => (linear ? sceneOf(rules.knowledge, rules.view(state.events), state, true) : rules.scene(state)),
		[rules, state, linear],
	);
	const shown = useMemo(() => compose(scene), [scene]);
	const {place} = scene;
	const inText = shown.field !== undefined;
	const [receiving, setReceiving] = useState<number>();
	const command = useCallback(
		(key: string) => {
			const binding = commandFor(key, place.screen, inText);
			if (!binding) return;
			// A menu of one line needs no arrows: they scroll the text.
			const menus = binding.byMenu === true && shown.menu.length > (binding.command === 'enter' ? 0 : 1);
			if (!menus) dispatch({type: 'command', command: binding.command});
		},
		[place.screen, inText, shown.menu.length, dispatch],
	);
	useInput((input, key) => command(keyName(input, key)));
	useLayoutEffect(() => {
		keys?.textFocus(inText);
	}, [keys, inText]);
	useEffect(() => {
		if (!keys) return;
		const onPaste = (text: string): void => {
			// In a text field a paste is typing; elsewhere, and where it is longer than any line, it is a log.
			if (inText && text.length <= LONGEST_LINE) keys.inject(text.replace(/[\u0000-\u001F\u007F]+/g, ' ').trim());
			else dispatch({type: 'pasted', text});
		};
		keys.on('paste', onPaste);
		keys.on('control', command);
		keys.on('receiving', setReceiving);
		return () => {
			keys.off('paste', onPaste);
			keys.off('control', command);
			keys.off('receiving', setReceiving);
		};
	}, [keys, inText, command, dispatch]);

	const key = `${identity(place)} ${state.moved}`;
	const text = linear ? shown.body : shown.body.slice(shown.top, shown.top + shown.bodyRows);
	const width = widthOf(state);
	const {split} = shown;
	const menu = (columns: number) =>
		shown.menu.length > 0 && !inText ? (
			<>
				<Menu
					identity={key}
					items={shown.menu}
					cursor={place.cursor}
					rows={linear ? shown.menu.length : Math.min(shown.menuRows, shown.menu.length)}
					columns={columns}
					digits={screenOf(scene).numbered?.(scene) !== true}
					onMove={(cursor) => dispatch({type: 'highlight', cursor})}
					onChoose={(item) => dispatch({type: 'choose', item})}
				/>
				{!linear && shown.menuMore.length > 0 ? <Row content={shown.menuMore} /> : null}
			</>
		) : null;
	const half = (
		<>
			<Lines lines={text} />
			{shown.gap ? <Row content={shown.more} /> : null}
			{split?.holds === 'menu' ? null : (
				<Box flexShrink={0}>
					<Box flexDirection="column" width={scene.wide} flexShrink={0}>
						{menu(scene.wide)}
					</Box>
					{shown.beside.length > 0 ? (
						<Box marginLeft={3}>
							<Lines lines={shown.beside} />
						</Box>
					) : null}
				</Box>
			)}
			{shown.field ? (
				<Box>
					<Text color="cyan">{`${shown.field.prompt} › `}</Text>
					<TextInput
						key={key}
						value={state.drafts[identity(place)] ?? shown.field.value}
						placeholder={shown.field.placeholder}
						onChange={(value) => dispatch({type: 'edit', text: value})}
						onSubmit={(value) => dispatch({type: 'submit', text: value})}
					/>
				</Box>
			) : null}
			{shown.below.length > 0 ? (
				<>
					<Row content={BLANK} />
					<Lines lines={shown.below} />
				</>
			) : null}
		</>
	);
	return (
		<Box flexDirection="column" width={width} {...(linear ? {} : {height: state.size.rows - 1})} paddingX={1}>
			<Row content={shown.header} />
			<Row content={BLANK} />
			{split ? (
				<Box flexShrink={0}>
					<Box flexDirection="column" width={scene.wide} flexShrink={0}>
						{half}
					</Box>
					<Box
						flexDirection="column"
						marginLeft={1}
						width={split.columns + EDGE}
						height={state.size.rows - 5}
						paddingLeft={1}
						flexShrink={0}
						borderStyle="single"
						borderDimColor
						borderTop={false}
						borderRight={false}
						borderBottom={false}
					>
						<Lines lines={shown.panel?.lines ?? [split.head]} />
						{shown.panel ? null : menu(split.columns - EDGE)}
					</Box>
				</Box>
			) : (
				<>
					{half}
					{shown.panel ? (
						<>
							<Row content={BLANK} />
							<Lines lines={shown.panel.lines} />
						</>
					) : null}
				</>
			)}
			<Box flexGrow={1} />
			<Row content={receiving === undefined ? orBlank(shown.notice) : receivingLine(receiving)} />
			<Row content={shown.footer} />
		</Box>
	);
}

function orBlank(notice: Line): Line {
	return notice.length > 0 ? notice : line(span(' '));
}

/** Says that keys are not heard while a paste comes, and how it ends. */
function receivingLine(characters: number): Line {
	return line(
		span(`Receiving a paste: ${(characters / 1024).toFixed(0)} KiB.`, 'accent'),
		' A pause or ctrl-d ends it.',
	);
}
