using System.Collections.Concurrent;
using Hypercall.Page.Tests.Support;
using Microsoft.Playwright;

namespace Hypercall.Page.Tests;

/// <summary>
/// What the page makes of answers that are none, or come late: a proxy in front of the gateway speaks HTML, a body is
/// cut, a read fails after a write that was executed (gateway.md §11).
/// </summary>
[Collection(PageVenueCollection.Name)]
public sealed class AnswerTests(PageVenue venue)
{
    /// <summary>No request is given up until the test says so.</summary>
    private const string Patience = """
        window.requests = [];
        AbortSignal.timeout = () => {
          const controller = new AbortController();
          window.requests.push(controller);
          return controller.signal;
        };
        """;

    private static readonly RouteFulfillOptions BadGateway = new()
    {
        Status = 502,
        ContentType = "text/html",
        Body = "<html><head><title>502 Bad Gateway</title></head></html>",
    };

    private static readonly RouteFulfillOptions Cut = new() { ContentType = "application/json", Body = "{\"data\":[" };

    private static readonly RouteFulfillOptions Wrong = new() { ContentType = "application/json", Body = "{}" };

    private static readonly RouteFulfillOptions Behind = new()
    {
        ContentType = "application/json",
        Headers = [new("X-Sequence", "1")],
        Body = "{\"data\":[]}",
    };

    private static readonly RouteFulfillOptions OneAuction = new()
    {
        ContentType = "application/json",
        Body = """
            {"data":[{"auction_id":"7","wallet":"0x00000000000000000000000000000000000000a1","asked":"1","ends_at":0,
              "positions":[]}]}
            """,
    };

    private static readonly RouteFulfillOptions Repairing = new()
    {
        Status = 503,
        ContentType = "application/json",
        Body = """
            {"success":false,"data":null,"error":"the view repairs a gap","code":"ViewRepairing","detail":null}
            """,
    };

    [ChromiumFact]
    public async Task A_read_that_is_not_answered_in_json_is_told_as_resyncing_and_asked_for_again()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        foreach ((string path, RouteFulfillOptions bad) in ((string, RouteFulfillOptions)[])
            [("**/markets?*", BadGateway), ("**/markets?*", Wrong), ("**/portfolio?*", BadGateway),
                ("**/portfolio?*", Cut)])
        {
            await visit.AnswerAsync(path, () => bad);
            await visit.SeeAsync("connection", "Resyncing");
            await visit.Page.UnrouteAsync(path);
            await visit.SeeAsync("connection", "Live");
        }
    }

    [ChromiumFact]
    public async Task The_page_begins_once_what_it_needs_is_answered()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync();
        RouteFulfillOptions? config = BadGateway, trades = BadGateway, auctions = BadGateway;
        await visit.AnswerAsync("**/page/config.json", () => config);
        await visit.AnswerAsync("**/liquidation/auctions", () => auctions);
        await visit.AnswerAsync("**/trades?*", () => trades);
        await visit.Page.ReloadAsync();
        await visit.SeeAsync("connection", "Connecting");
        config = null;
        await visit.SeeAsync("level-bid-0", "100.00");
        await Assertions.Expect(visit.Of("trades-stale")).ToBeVisibleAsync();
        trades = null;
        await visit.SeeAsync("connection", "Live");
        auctions = OneAuction;
        await visit.ClickAsync("tab-liquidation");
        await visit.SeeAsync("auctions", "0x0000…00a1");
    }

    [ChromiumFact]
    public async Task A_read_that_stays_behind_what_the_page_knows_is_not_shown()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        await visit.AnswerAsync("**/fills?*", () => Behind);
        await visit.OrderAsync("Buy", "97", "1");
        await visit.SeeAsync("accepted-words", "rests in the book");
        await visit.SeeAsync("connection", "Resyncing");
        await visit.Page.UnrouteAsync("**/fills?*");
        await visit.SeeAsync("connection", "Live");
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task The_page_begins_anew_with_a_venue_that_began_after_what_it_knows()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await Assertions.Expect(visit.Of("sequence")).Not.ToHaveTextAsync("–");
        await visit.Page.EvaluateAsync("() => { window.isOfBefore = true; }");
        await visit.AnswerAsync("**/cluster", () => BehindSince(0));
        await visit.ClickAsync("tab-cluster");
        await visit.SeeAsync("owner", "another node");
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => window.isOfBefore"));
        await visit.Page.UnrouteAsync("**/cluster");
        await visit.AnswerAsync("**/cluster", () => BehindSince(4_000_000_000_000));
        await visit.Page.WaitForFunctionAsync("() => !window.isOfBefore");
    }

    [ChromiumFact]
    public async Task A_read_that_is_never_answered_is_given_up_and_asked_for_again()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync(script: Patience);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await visit.Page.RouteAsync("**/markets?*", _ => held.TrySetResult());
        await held.Task;
        await visit.Page.EvaluateAsync("() => window.requests.forEach((request) => request.abort())");
        await visit.SeeAsync("connection", "Resyncing");
        await visit.Page.UnrouteAsync("**/markets?*");
        await visit.Page.EvaluateAsync("() => window.requests.forEach((request) => request.abort())");
        await visit.SeeAsync("connection", "Live");
    }

    [ChromiumFact]
    public async Task An_order_whose_answer_is_lost_is_sent_again_as_it_was()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        ConcurrentQueue<string?> sent = new();
        await visit.Page.RouteAsync("**/order", async route =>
        {
            sent.Enqueue(route.Request.PostData);
            IAPIResponse executed = await route.FetchAsync();
            await route.FulfillAsync(sent.Count switch
            {
                1 => BadGateway,
                2 => Cut,
                _ => new RouteFulfillOptions { Response = executed },
            });
        });
        await visit.OrderAsync("Buy", "97", "2");
        await visit.SeeAsync("accepted-words", "rests in the book");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 1);
        Assert.Equal(3, sent.Count);
        Assert.Single(sent.Distinct());
    }

    [ChromiumFact]
    public async Task An_order_that_nobody_answers_for_is_not_told_as_refused()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        await visit.AnswerAsync("**/order", () => BadGateway);
        await visit.OrderAsync("Buy", "97", "2");
        await visit.SeeAsync("reject-words", "Nobody knows whether it was executed");
        await visit.SeeAsync("reject-code", "OutcomeUnknown");
    }

    [ChromiumFact]
    public async Task An_executed_order_is_told_as_such_where_the_read_after_it_fails()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        RouteFulfillOptions? portfolio = null;
        await visit.AnswerAsync("**/portfolio?*", () => portfolio);
        await visit.Page.RouteAsync("**/order", async route =>
        {
            IAPIResponse executed = await route.FetchAsync();
            portfolio = Repairing;
            await route.FulfillAsync(new RouteFulfillOptions { Response = executed });
        });
        await visit.OrderAsync("Buy", "102", "1");
        await visit.SeeAsync("accepted-words", "Filled");
        await Assertions.Expect(visit.Of("reject")).ToBeHiddenAsync();
        await Assertions.Expect(CashAfter(visit)).ToHaveTextAsync("–");
        await visit.SeeAsync("connection", "Resyncing");
        portfolio = null;
        await visit.SeeAsync("connection", "Live");
    }

    [ChromiumFact]
    public async Task Margin_before_an_order_is_what_it_was_before_it_also_where_the_stream_is_faster_than_the_answer()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync(script: Patience);
        await visit.JoinAsync();
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await visit.Page.RouteAsync("**/portfolio?*", async route =>
        {
            await seen.Task;
            await route.ContinueAsync();
        });
        await visit.Page.RouteAsync("**/order", async route =>
        {
            IAPIResponse executed = await route.FetchAsync();
            await seen.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = executed });
        });
        await visit.OrderAsync("Buy", "97", "2");
        await Assertions.Expect(visit.Of("margin-available")).Not.ToHaveTextAsync("100,000.00");
        seen.SetResult();
        await visit.SeeAsync("accepted-words", "rests in the book");
        ILocator available = visit.Of("margin-change").Locator("tbody tr").First.Locator("td");
        await Assertions.Expect(available.Nth(0)).ToHaveTextAsync("100,000.00");
        await Assertions.Expect(available.Nth(1)).Not.ToHaveTextAsync("100,000.00");
    }

    /// <summary>The answer of an owner that knows less than anybody, and is ready since then.</summary>
    private static RouteFulfillOptions BehindSince(long sinceMs) => new()
    {
        ContentType = "application/json",
        Body = $$"""
            {"partitions":[{"partition":"main","owner":"another node","state":"Ready","since":{{sinceMs}},"epoch":1,
              "sequence":1,"hash":null,"starts":1,"stop":null,"warnings":[]}],"views":[],"followers":[]}
            """,
    };

    private static ILocator CashAfter(PageVisit visit) =>
        visit.Of("margin-change").Locator("tbody tr").Last.Locator("td").Nth(1);
}
