using Godwit.Control.Storage;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Tests.Storage;

/// <summary>Stores records as they lie in a journal.</summary>
internal static class RecordAppending
{
    public static Task AppendAsync(
        this IRequestStore store, IReadOnlyList<RequestRecord> records, CancellationToken cancellation) =>
        store.AppendAsync([.. records.Select(JournalRecord.Of)], cancellation);
}
