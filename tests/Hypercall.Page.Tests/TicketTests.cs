using Hypercall.Page.Tests.Support;

namespace Hypercall.Page.Tests;

/// <summary>The order ticket alone, above a model that keeps what is sent and answers when the test says so.</summary>
[Collection(PageVenueCollection.Name)]
public sealed class TicketTests(PageVenue venue)
{
    private const string Ticket = """
        const { chooseTerms, mountTicket } = await import('/page/views/ticket.js');
        const [call, put] = ['ETH-20351228-3000-C', 'ETH-20351228-3000-P'];
        const draws = [], sent = [], answers = [];
        const app = {
          symbol: call, signer: {}, outcome: null, nowMs: 0,
          on: (topics, draw) => { draws.push(draw); draw(); },
          select: (symbol) => { app.symbol = symbol; draws.forEach((draw) => draw()); },
          submit: (ticket) => { sent.push(ticket); return new Promise((done) => answers.push(done)); },
        };
        mountTicket(document.body, app);
        const of = (id) => document.querySelector(`[data-testid="${id}"]`);
        const send = () => of('ticket').requestSubmit();
        const answer = (isExecuted) => { answers.shift()(isExecuted); return new Promise((done) => setTimeout(done)); };
        const replace = (id, terms = {}) => chooseTerms(app, { symbol: call, order: {
          order_id: id, symbol: call, side: 'Buy', price: '96', size: '2', filled_size: '0', tif: 'gtc',
          reduce_only: false, mmp_enabled: false, ...terms,
        } });
        """;

    [ChromiumFact]
    public async Task A_replacement_ends_once_it_is_executed_and_by_no_other_answer() => Assert.Equal(
        ["7", "7", "null", "8"],
        await EvaluateAsync<string[]>("""
            replace(7);
            send();
            await answer(false);
            send();
            await answer(true);
            send();
            replace(8);
            await answer(true);
            send();
            return sent.map(({ orderId }) => String(orderId));
            """));

    [ChromiumFact]
    public async Task Minutes_that_are_no_number_are_refused() => Assert.Equal(
        ["1,5", "60 min", "", "0", "-1"],
        await EvaluateAsync<string[]>("""
            chooseTerms(app, { symbol: call, price: '96' });
            of('tif').value = 'gtd';
            return ['1,5', '60 min', '', '0', '-1', '60', '1.5'].filter((minutes) => {
              of('minutes').value = minutes;
              of('minutes').dispatchEvent(new Event('input', { bubbles: true }));
              return of('submit').disabled;
            });
            """));

    private Task<T> EvaluateAsync<T>(string script) => venue.EvaluateAsync<T>($"async () => {{ {Ticket} {script} }}");
}
