// How the components appear: cards, tiles, badges, tables, forms, and all of it on paper.

let contentCSS = """
  .page-head{display:flex;flex-wrap:wrap;align-items:flex-start;justify-content:space-between;
  gap:.75rem 1.5rem;margin-bottom:1.5rem}
  .page-head h1{margin:0}
  .page-head .lead{margin:.35rem 0 0;color:var(--muted)}
  .card{background:var(--page);border:1px solid var(--line);border-radius:var(--radius);
  box-shadow:var(--shadow);padding:clamp(1rem,3vw,1.75rem);margin-bottom:var(--gap)}
  .card>:last-child{margin-bottom:0}
  .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1rem;
  margin-bottom:var(--gap)}
  .tile{background:var(--page);border:1px solid var(--line);border-radius:var(--radius);
  padding:1rem 1.25rem;display:flex;flex-direction:column;gap:.15rem;margin:0;
  box-shadow:var(--shadow)}
  .tile dt{color:var(--muted);font-size:.9rem}
  .tile dd{margin:0;font-size:1.6rem;font-weight:650;line-height:1.3;
  font-variant-numeric:tabular-nums}
  .tile dd+dd{font-size:.875rem;font-weight:400;color:var(--muted)}
  .columns{display:grid;gap:var(--gap);grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),
  1fr));align-items:start;margin-bottom:var(--gap)}
  .columns>.card{margin:0}
  .badge{display:inline-flex;align-items:center;gap:.4em;padding:.1em .65em;border-radius:99px;
  font-size:.85rem;font-weight:600;white-space:nowrap;background:var(--soft);color:var(--ink)}
  .badge::before{content:"";width:.5em;height:.5em;border-radius:50%;background:currentColor}
  .good{color:var(--good);background:var(--good-soft)}
  .warn{color:var(--warn);background:var(--warn-soft)}
  .bad{color:var(--bad);background:var(--bad-soft)}
  .info{color:var(--info);background:var(--info-soft)}
  .notice{border-radius:var(--radius);padding:.85rem 1.1rem;margin-bottom:var(--gap);
  border:1px solid currentColor}
  .notice p{margin:0}
  .facts{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.5rem 1.5rem}
  .facts dt{color:var(--muted)}
  .facts dd{margin:0;min-width:0}
  .empty{text-align:center;padding:2.5rem 1rem;color:var(--muted)}
  .empty p{margin-inline:auto}
  .empty h2{color:var(--ink)}
  .actions{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center}
  .actions form{margin:0}
  .tabs ul{display:flex;flex-wrap:wrap;gap:0 .25rem;list-style:none;padding:0;
  border-bottom:1px solid var(--line);margin-bottom:var(--gap)}
  .tabs a{display:block;padding:.6rem .9rem;text-decoration:none;color:var(--muted);
  border-bottom:2px solid transparent;white-space:nowrap}
  .tabs a[aria-current]{color:var(--ink);border-color:var(--accent);font-weight:600}
  .tabs a:focus-visible{outline-offset:-3px}
  .timeline{list-style:none;padding:0;margin:0}
  .timeline li{position:relative;padding:0 0 1.1rem 1.6rem;border-left:2px solid var(--line);
  margin-left:.4rem}
  .timeline li:last-child{padding-bottom:0;border-color:transparent}
  .timeline li::before{content:"";position:absolute;left:-.45rem;top:.45rem;width:.75rem;
  height:.75rem;border-radius:50%;background:var(--accent);border:2px solid var(--page)}
  .timeline time{display:block;font-size:.875rem;color:var(--muted)}
  .pager{display:flex;justify-content:space-between;gap:1rem;margin:0 0 var(--gap)}
  @media (max-width:44rem){.tabs ul{gap:.4rem;border:0}
  .tabs a{padding:.4rem .8rem;border:1px solid var(--line);border-radius:99px;
  background:var(--page);font-size:.925rem}
  .tabs a[aria-current]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}}
  @media (max-width:32rem){.tiles{gap:.6rem}.tile{flex-direction:row;flex-wrap:wrap;
  align-items:baseline;justify-content:space-between;padding:.7rem 1rem}
  .tile dd{font-size:1.2rem}.tile dd+dd{flex-basis:100%;text-align:right}
  .facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.75rem}}

  """

let tablesCSS = """
  .table-box{background:var(--page);border:1px solid var(--line);border-radius:var(--radius);
  box-shadow:var(--shadow);overflow-x:auto;margin-bottom:var(--gap)}
  table{border-collapse:collapse;width:100%;margin:0}
  caption{text-align:left;padding:1rem 1.25rem .5rem;font-weight:650}
  th,td{text-align:left;padding:.7rem 1.25rem;vertical-align:baseline;
  border-top:1px solid var(--line)}
  thead th{border-top:0;color:var(--muted);font-weight:600;font-size:.875rem;white-space:nowrap}
  tbody th{font-weight:600}
  tbody tr:hover{background:var(--soft)}
  tfoot th,tfoot td{font-weight:650;border-top:2px solid var(--line)}
  th.end,td.end{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
  @media (max-width:44rem){
  table.cards,.cards caption,.cards tbody,.cards tfoot,.cards tr,.cards th,.cards td{display:block}
  .cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
  .cards tr{padding:.75rem 1.25rem;border-top:1px solid var(--line)}
  .cards tbody tr:first-child{border-top:0}
  .cards th,.cards td,.cards th.end,.cards td.end{overflow-wrap:anywhere;min-width:0;border:0;
    padding:.15rem 0;display:flex;
  justify-content:space-between;gap:1rem;text-align:right;white-space:normal}
  .cards td>*{min-width:0}
  .cards th::before,.cards td::before{content:attr(data-label);color:var(--muted);font-weight:400;
  text-align:left;flex:none}
  .cards td:empty{display:none}}

  """

let formsCSS = """
  .field{margin:0 0 1.35rem;max-width:32rem;border:0;padding:0;min-width:0}
  .field>label,.field>legend{display:block;font-weight:600;margin:0 0 .3rem;padding:0}
  .field .optional{font-weight:400;color:var(--muted)}
  .hint{display:block;color:var(--muted);font-size:.9rem;margin:0 0 .35rem}
  .error{display:block;color:var(--bad);font-weight:600;font-size:.925rem;margin:0 0 .35rem}
  .error::before{content:"! ";font-weight:800}
  input,select,textarea{font:inherit;color:inherit;background:var(--page);width:100%;
  border:1px solid #7d8894;border-radius:8px;padding:.6rem .8rem;min-height:2.9rem}
  textarea{min-height:7rem;resize:vertical}
  input:focus,select:focus,textarea:focus{outline:3px solid var(--accent);outline-offset:1px;
  border-color:transparent}
  [aria-invalid=true]{border:2px solid var(--bad)}
  input[disabled],input[readonly]{background:var(--soft);color:var(--muted)}
  input.short{max-width:12rem}
  .with-sign{display:flex;align-items:center;gap:.6rem}
  .check{display:flex;gap:.75rem;align-items:flex-start;padding:.35rem 0}
  .check input{width:1.35rem;height:1.35rem;min-height:0;margin:.15rem 0 0;flex:none;
  accent-color:var(--accent)}
  .check label{font-weight:400}
  .check .hint{margin:0}
  .choice{border:1px solid var(--line);border-radius:8px;padding:.6rem .9rem;margin-bottom:.5rem}
  .choice:has(input:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
  .button{text-align:center;display:inline-flex;align-items:center;
    justify-content:center;min-height:2.9rem;
  padding:.55rem 1.25rem;border:1px solid var(--accent);border-radius:8px;font:inherit;
  font-weight:600;background:var(--accent);color:#fff;text-decoration:none;cursor:pointer}
  .button:hover{filter:brightness(.92)}
  .button.quiet{background:var(--page);color:var(--accent);border-color:var(--line)}
  .button.quiet:hover{background:var(--soft);filter:none}
  .button.danger{background:var(--bad);border-color:var(--bad)}
  .button.small{min-height:2.25rem;padding:.25rem .8rem;font-size:.925rem}
  .button.wide-button{width:100%}
  .link-button{border:0;background:none;padding:0;font:inherit;color:var(--accent);cursor:pointer;
  text-decoration:underline;text-underline-offset:.18em;min-height:2.5rem}
  .errors{border:2px solid var(--bad);border-radius:var(--radius);background:var(--page);
  padding:1rem 1.25rem;margin-bottom:var(--gap)}
  .errors h2{color:var(--bad);font-size:1.05rem;margin-bottom:.4rem}
  .errors ul{margin:0;padding-left:1.2rem}
  .errors a{color:var(--bad);font-weight:600}
  .inline-form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:flex-end}
  .inline-form .field{margin:0;flex:1 1 14rem}

  """

let printCSS = """
  @media print{html{background:#fff;font-size:10.5pt}
  .top,.menu,.foot,.skip,.actions,.pager,.tabs,.crumbs{display:none}
  .card,.table-box,.tile{box-shadow:none;border-color:#999;break-inside:avoid}
  main{padding:0}a{color:inherit;text-decoration:none}}

  """
