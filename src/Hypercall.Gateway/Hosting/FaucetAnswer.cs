namespace Hypercall.Gateway.Hosting;

/// <summary>What a demonstration's faucet did for a wallet.</summary>
public enum FaucetAnswer
{
    /// <summary>The wallet has its money.</summary>
    Given,

    /// <summary>It had got it before.</summary>
    GivenBefore,

    /// <summary>The faucet has no more to give.</summary>
    Empty,
}
