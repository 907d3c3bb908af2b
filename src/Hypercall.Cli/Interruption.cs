using System.Runtime.InteropServices;

namespace Hypercall.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the program ends at once, after undoing what it would leave behind (folders of its own,
/// processes of its own, a hidden cursor). Verbs say what that is while it exists. A journal needs nothing: what was
/// acknowledged is in it. Safe for use from several threads.
/// </summary>
internal sealed class Interruption
{
    private const int BySignal = 128;

    private readonly Lock _gate = new();
    private readonly List<Action> _undone = [];
    private bool _isLeftToVerb;

    /// <summary>Takes the signals until it is disposed.</summary>
    public IDisposable Listen() => Together(
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, number: 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, number: 15)));

    /// <summary>Leaves the signals to a verb that has a way of its own to end.</summary>
    /// <param name="end">That way; called at each signal until what is returned is disposed.</param>
    public IDisposable LeaveToVerb(Action end, params PosixSignal[] signals)
    {
        _isLeftToVerb = true;
        return Together([.. signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            end();
        }))]);
    }

    /// <summary>Undoes something at an interruption, unless it is disposed before.</summary>
    public IDisposable Undo(Action action)
    {
        lock (_gate)
            _undone.Add(action);
        return new OnDisposal(() =>
        {
            lock (_gate)
                _undone.Remove(action);
        });
    }

    private void End(PosixSignalContext context, int number)
    {
        if (_isLeftToVerb)
            return;
        context.Cancel = true;
        lock (_gate)
        {
            for (int index = _undone.Count - 1; index >= 0; index--)
                TryUndo(_undone[index]);
            Terminal.Complain("interrupted");
            Environment.Exit(BySignal + number);
        }
    }

    /// <summary>One that fails is told and does not keep the others from being undone.</summary>
    private static void TryUndo(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Terminal.Complain(exception.Message);
        }
    }

    private static OnDisposal Together(params PosixSignalRegistration[] signals) =>
        new(() => Array.ForEach(signals, static signal => signal.Dispose()));

    private sealed class OnDisposal(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
