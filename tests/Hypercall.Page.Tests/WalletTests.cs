using Hypercall.Page.Tests.Support;
using Microsoft.Playwright;

namespace Hypercall.Page.Tests;

/// <summary>
/// A person with a wallet in the browser trades on the page (gateway.md §11), and is told what it refuses.
/// </summary>
[Collection(PageVenueCollection.Name)]
public sealed class WalletTests(PageVenue venue)
{
    [ChromiumFact]
    public async Task A_wallet_connects_signs_an_order_and_approves_a_key_that_signs_the_next()
    {
        await using PageVisit visit = await VisitAsync();
        await ConnectAsync(visit);
        await Assertions.Expect(visit.Of("wallet")).ToHaveAttributeAsync("title", TestWallet.Address.ToString());

        await visit.OrderAsync("Buy", "97", "2");
        await visit.SeeAsync("accepted-words", "rests in the book");
        await visit.SeeAsync("own-bid-2", "2 ×");
        Assert.Equal(["PlaceOrder"], await TestWallet.SignedAsync(visit));

        await visit.ClickAsync("use-agent");
        await visit.SeeAsync("account-panel", "agent key");
        Assert.Equal(["PlaceOrder", "ApproveAgent"], await TestWallet.SignedAsync(visit));
        await visit.OrderAsync("Buy", "96", "1");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 2);
        await visit.ClickAsync("cancel-all");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 0);
        Assert.Equal(["PlaceOrder", "ApproveAgent"], await TestWallet.SignedAsync(visit));

        // The margin mode no agent may change.
        await visit.ClickAsync("margin-mode-portfolio");
        await Assertions.Expect(visit.Of("margin-mode-portfolio")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(["PlaceOrder", "ApproveAgent", "SetMarginMode"], await TestWallet.SignedAsync(visit));
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task A_person_who_declines_in_the_wallet_is_told_so_and_nothing_is_sent()
    {
        await using PageVisit visit = await VisitAsync();
        await TestWallet.TellAsync(visit, "{ refuses: { eth_requestAccounts: 4001 } }");
        await visit.ClickAsync("use-wallet");
        await visit.SeeAsync("account-error", "Declined in the wallet");
        await TestWallet.TellAsync(visit, "{ refuses: { eth_requestAccounts: -32002 } }");
        await visit.ClickAsync("use-wallet");
        await visit.SeeAsync("account-error", "still waits for an earlier answer");
        await TestWallet.TellAsync(visit, "{ refuses: {} }");
        await ConnectAsync(visit);

        await TestWallet.TellAsync(visit, "{ refuses: { eth_signTypedData_v4: 4001 } }");
        await visit.OrderAsync("Buy", "97", "2");
        await visit.SeeAsync("reject-words", "Declined in the wallet; nothing was sent");
        await visit.SeeAsync("reject-code", "WalletRejected");
        await visit.ClickAsync("use-agent");
        await visit.SeeAsync("notices", "Agent key: Declined in the wallet");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 0);
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task A_wallet_on_another_chain_is_asked_to_change_and_one_that_does_not_is_told_why_it_cannot_sign()
    {
        await using PageVisit visit = await VisitAsync();
        await TestWallet.TellAsync(visit, "{ chainId: 1, knowsChain: false }");
        await visit.ClickAsync("use-wallet");
        await visit.SeeAsync("account-error", "The wallet is on another chain");
        await visit.SeeAsync("account-error", "It is on chain 1; this venue takes signatures for chain 998");
        await TestWallet.TellAsync(visit, "{ knowsChain: true }");
        await ConnectAsync(visit);
        await visit.OrderAsync("Buy", "97", "1");
        await visit.SeeAsync("accepted-words", "rests in the book");

        await TestWallet.TellAsync(visit, "{ chainId: 1, refuses: { wallet_switchEthereumChain: 4001 } }");
        await visit.OrderAsync("Buy", "96", "1");
        await visit.SeeAsync("reject-code", "WalletWrongChain");
        await visit.SeeAsync("reject-detail", "It is on chain 1");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 1);
        await TestWallet.TellAsync(visit, "{ chainId: 998, refuses: {} }");
        await visit.ClickAsync("cancel-all");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 0);
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task A_key_that_is_remembered_and_never_had_money_here_gets_some()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync(
            script: $"localStorage.setItem('hypercall.key', '{{\"key\":\"0x{new string('7', 64)}\"}}')");
        await Assertions.Expect(visit.Of("margin-cash")).ToHaveTextAsync("0.00");
        await visit.ClickAsync("take-money");
        await Assertions.Expect(visit.Of("margin-cash")).ToHaveTextAsync("100,000.00");
        await Assertions.Expect(visit.Of("take-money")).ToBeHiddenAsync();
        Assert.Empty(visit.Errors);
    }

    private async Task<PageVisit> VisitAsync()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await venue.GiveAsync(TestWallet.Address);
        return await venue.VisitAsync(script: TestWallet.Script);
    }

    private static async Task ConnectAsync(PageVisit visit)
    {
        await visit.ClickAsync("use-wallet");
        await visit.SeeAsync("account-panel", "Forget");
        await Assertions.Expect(visit.Of("margin-cash")).Not.ToHaveTextAsync("–");
    }
}
