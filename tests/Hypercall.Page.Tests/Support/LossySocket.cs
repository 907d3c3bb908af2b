using Microsoft.Playwright;

namespace Hypercall.Page.Tests.Support;

/// <summary>Stands between page and gateway: loses one change of a book, and then keeps snapshots back until it is told
/// to let them go.</summary>
internal sealed class LossySocket
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _kept = [];
    private IWebSocketRoute? _page;
    private bool _loses;
    private bool _keeps;

    /// <summary>Completes when the change is lost.</summary>
    public Task Lost => _lost.Task;

    /// <summary>A socket that the page opens.</summary>
    public void Connect(IWebSocketRoute page)
    {
        _page = page;
        page.ConnectToServer().OnMessage(frame => Take(frame.Text!));
    }

    /// <summary>The next change does not arrive.</summary>
    public void LoseNextChange()
    {
        lock (_gate)
            _loses = true;
    }

    /// <summary>Lets go what was kept.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _keeps = false;
            _kept.ForEach(_page!.Send);
        }
    }

    private void Take(string text)
    {
        lock (_gate)
        {
            bool isBook = text.Contains("\"OrderbookDelta\"");
            if (_loses && isBook)
            {
                _loses = false;
                _keeps = true;
                _lost.SetResult();
            }
            else if (_keeps && isBook && text.Contains("\"snapshot\":true"))
            {
                _kept.Add(text);
            }
            else
            {
                _page!.Send(text);
            }
        }
    }
}
