// The look's measures and colours, and how plain elements appear. Text contrasts are AA or better.

let tokensCSS = """
  :root{--accent:#1d5c8a;--ink:#1b2430;--muted:#55606e;--line:#dfe4ea;--soft:#f5f7f9;--page:#fff;
  --good:#136c3a;--good-soft:#e6f4ec;--warn:#7a4b00;--warn-soft:#fdf1dc;--bad:#a3202b;
  --bad-soft:#fbe9ea;--info:#1d4f86;--info-soft:#e8f0f9;--radius:10px;--gap:1.5rem;
  --shadow:0 1px 2px rgba(27,36,48,.06),0 4px 16px rgba(27,36,48,.05)}

  """

let elementsCSS = """
  *,*::before,*::after{box-sizing:border-box}
  html{font:100%/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",
  sans-serif;color:var(--ink);background:var(--soft);-webkit-text-size-adjust:100%;
  scroll-padding-top:1rem}
  body{margin:0;min-height:100vh;display:flex;flex-direction:column;overflow-wrap:break-word}
  h1,h2,h3{line-height:1.25;margin:0 0 .75rem;font-weight:650;letter-spacing:-.01em}
  h1{font-size:1.75rem}h2{font-size:1.25rem}h3{font-size:1.05rem}
  p,ul,ol,dl,table,form,figure{margin:0 0 1rem}
  p{max-width:65ch}
  small{font-size:.875rem;color:var(--muted)}
  a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:1px}
  a:hover{text-decoration-thickness:2px}
  :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
  code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em}
  hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
  img{max-width:100%;height:auto}
  .muted{color:var(--muted)}
  .visually-hidden{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;
  clip-path:inset(50%);white-space:nowrap;border:0}
  .money,.number{font-variant-numeric:tabular-nums;white-space:nowrap}
  .amount-large{font-size:2rem;font-weight:650;font-variant-numeric:tabular-nums;line-height:1.2}
  @media (prefers-reduced-motion:no-preference){a,.button,input{transition:color .12s,
  background-color .12s,border-color .12s,box-shadow .12s}}

  """

let frameCSS = """
  .skip{position:absolute;left:1rem;top:-4rem;background:var(--page);padding:.5rem 1rem;z-index:9;
  border-radius:0 0 8px 8px}
  .skip:focus{top:0}
  .top{background:var(--page);border-bottom:1px solid var(--line)}
  .bar,.wide,.narrow{width:100%;margin-inline:auto;padding-inline:clamp(1rem,4vw,2.5rem)}
  .bar,.wide{max-width:76rem}.narrow{max-width:40rem}
  .bar{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.5rem;min-height:4rem;
  padding-block:.5rem}
  .brand{display:flex;align-items:center;gap:.6rem;font-weight:700;font-size:1.1rem;
  color:var(--ink);text-decoration:none;margin-right:auto;min-height:2.75rem}
  .brand::before{content:"";width:.8rem;height:.8rem;border-radius:50%;background:var(--accent)}
  .who{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;font-size:.925rem}
  .who form{margin:0}
  .languages{display:flex;gap:.15rem}
  .languages a,.languages [aria-current]{display:inline-flex;align-items:center;
  justify-content:center;min-width:2.5rem;min-height:2.5rem;border-radius:6px;
  text-decoration:none;color:var(--muted);font-size:.875rem}
  .languages [aria-current]{color:var(--ink);font-weight:650}
  .languages a:hover{background:var(--soft);color:var(--ink)}
  .menu{border-top:1px solid var(--line);background:var(--page)}
  .menu ul{display:flex;flex-wrap:wrap;gap:0 .25rem;list-style:none;margin:0 auto;max-width:76rem;
  padding:0 clamp(.4rem,3.4vw,1.9rem)}
  .menu a{display:block;padding:.75rem .6rem;color:var(--muted);text-decoration:none;
  white-space:nowrap;border-bottom:2px solid transparent;font-size:.95rem}
  .menu a:hover{color:var(--ink);border-color:var(--line)}
  .menu a[aria-current]{color:var(--ink);font-weight:600;border-color:var(--accent)}
  .menu a:focus-visible{outline-offset:-3px}
  @media (max-width:44rem){.menu ul{gap:0;padding-block:.25rem}.menu li{flex:1 1 auto}
  .menu a{padding:.55rem .6rem;min-height:2.75rem;text-align:center}}
  main{flex:1;padding-block:clamp(1.5rem,4vw,3rem)}
  main:focus{outline:none}
  .crumbs{font-size:.9rem;margin-bottom:.75rem}
  .crumbs ol{display:flex;flex-wrap:wrap;gap:.25rem .5rem;list-style:none;padding:0;margin:0}
  .crumbs li+li::before{content:"/";color:var(--muted);margin-right:.5rem}
  .foot{border-top:1px solid var(--line);color:var(--muted);font-size:.875rem;padding-block:1.25rem;
  background:var(--page)}
  .foot .bar{min-height:0;justify-content:space-between}
  .foot p{margin:0}

  """
