namespace Hypercall.Sequencer.Recovery;

/// <summary>The hash at one place of a chain that is computed behind the engine.</summary>
internal sealed class HashMark(HashAhead chain)
{
    private Hash256 _hash;
    private volatile bool _known;

    /// <summary>The hash; what is missing of the chain up to here is computed first.</summary>
    public Hash256 Hash
    {
        get
        {
            if (!_known)
                chain.Compute();
            return _hash;
        }
    }

    /// <summary>The chain has come here.</summary>
    public void Set(Hash256 hash)
    {
        _hash = hash;
        _known = true;
    }
}
