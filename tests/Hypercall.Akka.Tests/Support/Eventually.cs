namespace Hypercall.Actors.Tests.Support;

/// <summary>Waits for what other systems or processes do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks again and again until a condition holds; fails when it has not within the patience.</summary>
    public static async Task HoldsAsync(TimeSpan patience, Func<Task<bool>> condition)
    {
        long start = Environment.TickCount64;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 - start < patience.TotalMilliseconds, "waited too long");
            await Task.Delay(Pause);
        }
    }
}
