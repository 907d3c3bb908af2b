namespace Hypercall.Engine.State;

/// <summary>Writes the whole state in the canonical encoding (<see cref="SnapshotFormat"/>).</summary>
internal sealed class SnapshotWriter
{
    /// <summary>About as many as an order takes; other entries are counted as so many of them.</summary>
    private const int EntryBytes = 48;
    private const int MostExpected = 1 << 30;

    private readonly CanonicalWriter _writer = new(1 << 16);
    private readonly StateWalk<CanonicalOutput> _walk = new();

    /// <summary>The state's bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(EngineState state)
    {
        Begin(state);
        foreach (string component in SnapshotFormat.Components)
            Write(state, component);
        return _writer.Written;
    }

    /// <summary>
    /// The state's bytes in parts, the outcomes where they lie; valid until the next call, which is to wait until they
    /// are released.
    /// </summary>
    /// <param name="release">Is called, on any thread, when the parts are no longer needed.</param>
    /// <exception cref="OverflowException">They would be longer than any array.</exception>
    public StateDraft Draft(EngineState state, Action release)
    {
        Begin(state);
        int cut = 0;
        foreach (string component in SnapshotFormat.Components)
        {
            if (component != SnapshotFormat.Outcomes)
            {
                Write(state, component);
                continue;
            }

            int start = BeginSection();
            var output = new CanonicalOutput(_writer);
            StateWalk<CanonicalOutput>.WalkOutcomeCounts(ref output, state.Outcomes);
            cut = _writer.Length;
            _writer.PatchInt32(start, checked((int)(cut - start - sizeof(int) + state.Outcomes.Bytes)));
        }

        ReadOnlyMemory<byte> written = _writer.WrittenMemory;
        int length = checked((int)(written.Length + state.Outcomes.Bytes));
        return new StateDraft(length, [written[..cut], .. state.Outcomes.Lend(), written[cut..]], () =>
        {
            state.Outcomes.TakeBack();
            release();
        });
    }

    /// <summary>To double the room again and again would take as long as to write.</summary>
    private void Begin(EngineState state)
    {
        long entries = state.Orders.Store.Count + state.Positions.Count;
        entries += 2L * (state.Wallets.Count + state.Nonces.Count);
        _writer.ResetFor((int)Math.Min(entries * EntryBytes, MostExpected));
        _writer.WriteByte(SnapshotFormat.Version);
    }

    private void Write(EngineState state, string component)
    {
        int start = BeginSection();
        var output = new CanonicalOutput(_writer);
        _walk.Walk(ref output, state, component);
        _writer.PatchInt32(start, _writer.Length - start - sizeof(int));
    }

    private int BeginSection()
    {
        int start = _writer.Length;
        _writer.WriteInt32(0);
        return start;
    }
}
