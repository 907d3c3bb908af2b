using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Gateway.Tests.Processes;

/// <summary>Waits for gateways of processes.</summary>
internal static class GatewayProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Asks until the answer is good; what the nodes wrote is told where that takes too long.</summary>
    public static async Task AwaitOkAsync(HttpClient http, Uri url, NodeFleet fleet)
    {
        string last = "";
        try
        {
            await Eventually.HoldsAsync(Patience, async () =>
            {
                try
                {
                    using HttpResponseMessage answer = await http.GetAsync(url);
                    last = await answer.Content.ReadAsStringAsync();
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException notYet)
                {
                    last = notYet.Message;
                    return false;
                }
            });
        }
        catch (Xunit.Sdk.TrueException)
        {
            Assert.Fail($"{url}: {last}\n{fleet.Logs()}");
        }
    }
}
