using System.Text.Json;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Objects;

/// <summary>Takes from records on their way to the store what they tell of things at providers.</summary>
internal sealed class OwnedObjectRecords(OwnedObjectStore store)
{
    // As it stands in a record that has some; a text in which it stands by chance is read in vain and harms nothing.
    private static readonly byte[] Mark = [.. "\"objects\":["u8];

    /// <summary>Stores what the records tell. Doing it twice changes nothing.</summary>
    public Task StoreAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation) =>
        store.AddAsync([.. records.Where(r => r.Json.Span.IndexOf(Mark) >= 0).SelectMany(Read)], cancellation);

    private static IEnumerable<OwnedObject> Read(JournalRecord json)
    {
        RequestRecord record;
        try
        {
            record = json.Read();
        }
        catch (JsonException)
        {
            // The shipper says so, and keeps it in the log.
            return [];
        }

        return record is { Organization: { } organization, Project: { } project, Objects: { } objects }
            ? objects.Select(o => new OwnedObject(
                new OwnedKey(o.Kind, o.Provider, o.Id) { Account = o.Account ?? "" }, organization, project, o.At,
                o.Gone))
            : [];
    }
}
