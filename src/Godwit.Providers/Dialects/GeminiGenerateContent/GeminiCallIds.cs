namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Gives ids to the calls of a conversation in which the client wrote none, and finds the call that a result belongs
/// to: by id, else by name and order. The same conversation always gets the same ids, so that prompt caches still hit.
/// </summary>
internal sealed class GeminiCallIds
{
    private readonly List<(string Id, string Name)> open = [];
    private int made;

    /// <summary>A model's turn begins: results that have not come yet never will.</summary>
    public void BeginTurn() => open.Clear();

    /// <summary>The id of a call.</summary>
    public string OfCall(string? id, string name)
    {
        id = id is { Length: > 0 } ? id : Make();
        open.Add((id, name));
        return id;
    }

    /// <summary>The id of the call that a result answers.</summary>
    public string OfResult(string? id, string name)
    {
        var at = id is { Length: > 0 } ? open.FindIndex(call => call.Id == id) : -1;
        at = at < 0 ? open.FindIndex(call => call.Name == name) : at;
        if (at >= 0)
        {
            id = open[at].Id;
            open.RemoveAt(at);
        }

        return id is { Length: > 0 } ? id : Make();
    }

    private string Make() => GeminiIds.Prefix + made++.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
