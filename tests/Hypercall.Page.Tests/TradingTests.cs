using Hypercall.Engine.Domain;
using Hypercall.Page.Tests.Support;
using Microsoft.Playwright;

namespace Hypercall.Page.Tests;

/// <summary>A person without a wallet trades on the page in a browser (gateway.md §11).</summary>
[Collection(PageVenueCollection.Name)]
public sealed class TradingTests(PageVenue venue)
{
    [ChromiumFact]
    public async Task An_order_is_placed_filled_and_cancelled_and_a_reject_says_why()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.SeeAsync("level-bid-0", "100.00");
        await visit.SeeAsync("level-ask-0", "102.00");
        await visit.JoinAsync();

        await visit.OrderAsync("Buy", "97", "2");
        await visit.SeeAsync("accepted-words", "rests in the book");
        await visit.SeeAsync("own-bid-2", "2 ×");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 1);

        // A click on the ask fills the ticket with its price.
        await visit.ClickAsync("ask-0-at");
        await Assertions.Expect(visit.Of("price")).ToHaveValueAsync("102");
        await visit.Of("size").FillAsync("1");
        await visit.ClickAsync("submit");
        await visit.SeeAsync("accepted-words", "Filled");
        await visit.SeeAsync("margin-change", "Available");
        await visit.SeeAsync("level-ask-0", "3");
        await visit.SeeAsync("trades", "102.00");
        await visit.ClickAsync("tab-positions");
        await visit.SeeAsync($"position-{PageVenue.Call}", "102.00");

        await visit.ClickAsync("tab-orders");
        await visit.Of("orders").GetByText("Cancel", new() { Exact = true }).ClickAsync();
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 0);
        await Assertions.Expect(visit.Of("own-bid-2")).ToBeHiddenAsync();

        await visit.OrderAsync("Sell", "101", "1000");
        await visit.SeeAsync("reject-words", "Not enough margin");
        await visit.SeeAsync("reject-code", "InsufficientMargin");
        await visit.SeeAsync("reject", "Requirement");
        await visit.SeeAsync("reject", "Lacking");
        await visit.OrderAsync("Buy", "97.001", "1");
        await visit.SeeAsync("reject-code", "PriceOffTick");
        await visit.SeeAsync("reject-detail", "97.001 is not a multiple of 0.01");
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task An_order_is_replaced_all_are_cancelled_and_flags_reach_the_engine()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        await visit.OrderAsync("Buy", "96", "1");
        await visit.SeeAsync("accepted-words", "rests in the book");
        await visit.Of("orders").GetByText("Replace", new() { Exact = true }).ClickAsync();
        await visit.Of("price").FillAsync("95.001");
        await visit.ClickAsync("submit");
        await visit.SeeAsync("reject-code", "PriceOffTick");
        await visit.Of("price").FillAsync("95");
        await visit.ClickAsync("submit");
        await visit.SeeAsync("orders", "95.00");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 1);
        await visit.Of("post-only").CheckAsync();
        await visit.OrderAsync("Buy", "103", "1");
        await visit.SeeAsync("reject-code", "PostOnlyWouldCross");
        await visit.OrderAsync("Buy", "94", "1", "gtd");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 2);
        await visit.ClickAsync("cancel-all");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 0);

        await visit.ClickAsync("tab-protection");
        await visit.ClickAsync("mmp-set");
        await visit.SeeAsync("protection-ETH", "Active");
        await visit.ClickAsync("reset-ETH");
        await visit.SeeAsync("notices", "Protection: done");
        await visit.ClickAsync("margin-mode-portfolio");
        await Assertions.Expect(visit.Of("margin-mode-portfolio")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task After_a_gateway_that_went_the_page_says_resyncing_and_then_has_the_right_book()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.SeeAsync("level-bid-0", "100.00");
        await venue.StopGatewayAsync();
        await visit.SeeAsync("connection", "Resyncing");
        await Assertions.Expect(visit.Of("book-stale")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Of("bid-0-at")).ToHaveTextAsync("");
        await venue.QuoteAsync(Side.Buy, 101, 7);
        await venue.StartGatewayAsync();
        await visit.SeeAsync("connection", "Live");
        await visit.SeeAsync("level-bid-0", "101.00");
        await visit.SeeAsync("level-bid-0", "7");
        Assert.All(visit.Errors, error => Assert.Contains("ERR_CONNECTION_REFUSED", error));
    }

    [ChromiumFact]
    public async Task A_change_that_is_lost_shows_resyncing_until_a_new_snapshot_is_there()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync();
        var lossy = new LossySocket();
        await visit.Page.RouteWebSocketAsync("**/ws", lossy.Connect);
        await visit.Page.ReloadAsync();
        await visit.SeeAsync("level-bid-0", "100.00");
        await visit.SeeAsync("connection", "Live");
        lossy.LoseNextChange();
        await venue.QuoteAsync(Side.Buy, 99, 1);
        await lossy.Lost;
        await venue.QuoteAsync(Side.Sell, 104, 2);
        await visit.SeeAsync("connection", "Resyncing");
        await Assertions.Expect(visit.Of("book-stale")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Of("bid-0-at")).ToHaveTextAsync("");
        lossy.Release();
        await visit.SeeAsync("level-bid-1", "99.00");
        await visit.SeeAsync("level-ask-1", "104.00");
        await visit.SeeAsync("connection", "Live");
        Assert.Empty(visit.Errors);
    }
}
