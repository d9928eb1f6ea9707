// The explorer opens with a query that teaches the schema; after that the browser keeps
// whatever the reader wrote.
(async () => {
  const answer = await fetch('/graphiql/first.graphql');
  const page = React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql' }),
    defaultQuery: await answer.text(),
    defaultEditorToolsVisibility: false,
  });
  ReactDOM.createRoot(document.getElementById('graphiql')).render(page);
})();
