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
    public async Task What_is_pressed_twice_is_sent_once() => Assert.Equal(
        1,
        await EvaluateAsync<int>("""
            app.submit = async (ticket) => { sent.push(ticket); app.outcome = { isPending: true }; };
            chooseTerms(app, { symbol: call, price: '96' });
            send();
            send();
            return sent.length;
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

    [ChromiumFact]
    public async Task A_price_of_another_option_is_of_a_new_order_and_where_nobody_quotes_there_is_none() =>
        Assert.Equal(
            ["Replace order 7: ETH 28 DEC 35 3000 Call", "7 97", "ETH 28 DEC 35 3000 Put", "null 55", ""],
            await EvaluateAsync<string[]>("""
                const last = () => { send(); return `${sent.at(-1).orderId} ${sent.at(-1).price}`; };
                replace(7);
                const seen = [of('ticket-title').textContent];
                chooseTerms(app, { symbol: call, side: 'Sell', price: '97' });
                seen.push(last());
                chooseTerms(app, { symbol: put, side: 'Sell', price: '55' });
                seen.push(of('ticket-title').textContent, last());
                chooseTerms(app, { symbol: call, side: 'Buy', price: '' });
                return [...seen, of('price').value];
                """));

    [ChromiumFact]
    public async Task A_replacement_takes_over_no_time_and_no_post_only_of_an_earlier_ticket() => Assert.Equal(
        ["gtd", "", "true", "false", "false", "gtc", "false"],
        await EvaluateAsync<string[]>("""
            of('post-only').checked = true;
            replace(7, { tif: 'gtd' });
            const seen = [of('tif').value, of('minutes').value, of('submit').disabled, of('post-only').checked,
              of('replace-note').hidden];
            replace(8);
            return [...seen, of('tif').value, of('submit').disabled].map(String);
            """));

    private Task<T> EvaluateAsync<T>(string script) => venue.EvaluateAsync<T>($"async () => {{ {Ticket} {script} }}");
}
