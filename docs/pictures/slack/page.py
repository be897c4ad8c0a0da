"""The look of Slack's light client."""

from typing import Final

PAGE: Final = """<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: Emoji; src: local('Noto Color Emoji');
             unicode-range: U+200D, U+20E3, U+2600-27BF, U+2B00-2BFF, U+FE0F, U+1F000-1FAFF }
body { margin: 0; padding: 16px 20px 20px; background: #fff; color: #1d1c1d;
       font: 15px/1.46 Emoji, 'DejaVu Sans', 'Noto Sans CJK JP', sans-serif }
.message { display: flex; gap: 8px; padding: 8px 12px; border-radius: 4px }
.only { color: #616061; font-size: 13px; padding: 2px 0 0 56px }
.thread { margin-left: 44px; border-left: 2px solid #ddd; padding-left: 4px }
.avatar { width: 36px; height: 36px; flex: none; border-radius: 8px; color: #fff;
          text-align: center; font: 600 17px/36px 'DejaVu Sans'; overflow: hidden }
.avatar svg { width: 100%; height: 100% }
.body { flex: 1; min-width: 0; overflow-wrap: anywhere }
.name { font-weight: 700; font-size: 15px }
.app { background: #ebeaeb; color: #616061; border-radius: 2px; font-size: 10px;
       padding: 1px 3px; vertical-align: 2px; font-weight: 600 }
.time { color: #616061; font-size: 12px }
.context, .hint { color: #616061; font-size: 13px; margin: 6px 0 }
.header { font-size: 18px; font-weight: 700; margin: 8px 0 4px }
.quote { border-left: 4px solid #ddd; padding-left: 12px; margin: 2px 0 }
.bullet { padding-left: 16px; text-indent: -13px }
.mention { background: #e8f5fa; color: #1264a3; border-radius: 3px; padding: 0 2px }
.custom { background: #6d8be0; color: #fff; border-radius: 9px; padding: 0 7px; font-size: 11px }
a { color: #1264a3 }
code { background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px;
       color: #c01343; white-space: pre; font: 12px Emoji, 'DejaVu Sans Mono' }
pre { background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; margin: 4px 0;
      padding: 8px 10px; font: 13px/1.5 Emoji, 'DejaVu Sans Mono' }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 }
.button { border: 1px solid #bbbabb; border-radius: 8px; padding: 5px 12px; background: #fff;
          font-weight: 700; font-size: 13px; white-space: nowrap }
.primary { background: #007a5a; border-color: #007a5a; color: #fff }
.danger { color: #e01e5a; border-color: #e01e5a }
.select { border: 1px solid #bbbabb; border-radius: 8px; padding: 5px 10px; font-size: 13px;
          color: #616061; min-width: 90px; background: #fff; box-sizing: border-box }
.select::after { content: '⌄'; margin-left: 10px; float: right } .chosen { color: #1d1c1d }
.chip { background: #e8f5fa; border-radius: 4px; padding: 1px 6px; margin-right: 5px;
        color: #1264a3; display: inline-block }
.section { display: flex; gap: 16px; align-items: flex-start; justify-content: space-between;
           margin: 6px 0 }
.section > .accessory { flex: none; max-width: 300px }
hr { border: 0; border-top: 1px solid #ddd; margin: 14px 0 }
.reactions { display: flex; gap: 5px; margin-top: 4px }
.reaction { background: #f0f0f0; border-radius: 12px; padding: 2px 8px; font-size: 13px }
.own { background: #e8f5fa; box-shadow: inset 0 0 0 1.5px #1d9bd1; color: #1264a3 }
.window { border: 1px solid #ccc; border-radius: 10px; width: 520px;
          box-shadow: 0 6px 22px #0002 }
.bar { display: flex; gap: 12px; align-items: center; padding: 14px 20px; font-weight: 800;
       font-size: 19px }
.bar .avatar { width: 32px; height: 32px } .bar .close { margin-left: auto; color: #616061 }
.inside { padding: 0 20px 10px }
.foot { display: flex; justify-content: flex-end; gap: 10px; padding: 14px 20px;
        border-top: 1px solid #ddd }
.label { font-weight: 700; margin: 12px 0 5px } .optional { color: #616061; font-weight: 400 }
.input { border: 1px solid #868686; border-radius: 5px; padding: 7px 11px; color: #616061 }
.input.many { min-height: 66px } .inside .select { width: 100%; padding: 7px 11px }
.radio { margin: 5px 0 } .radio::before { content: ''; display: inline-block; width: 14px;
  height: 14px; border-radius: 50%; border: 1px solid #868686; margin-right: 9px;
  vertical-align: -3px; box-sizing: border-box }
.radio.on::before { border: 4.5px solid #1264a3 }
.home { border: 1px solid #ddd; border-radius: 8px }
.home .top { display: flex; gap: 10px; align-items: center; padding: 12px 20px 0;
             font-weight: 800; font-size: 17px }
.home .tabs { padding: 8px 20px 0; border-bottom: 1px solid #ddd; font-size: 13px; color: #616061 }
.home .tabs span { display: inline-block; padding: 6px 0; margin-right: 18px }
.home .tabs .open { color: #1d1c1d; font-weight: 700; border-bottom: 2px solid #1264a3 }
.home .inside { padding: 14px 20px 12px } .home .inside .select { width: auto }
</style>"""
