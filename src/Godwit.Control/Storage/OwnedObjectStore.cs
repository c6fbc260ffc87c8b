using Dapper;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage;

/// <summary>
/// What projects have at providers, of all nodes. A thing is written once however often it is told, and what is gone
/// stays gone.
/// </summary>
internal sealed class OwnedObjectStore(IDatabase database, TimeProvider time)
{
    private const int StepSize = 1000;

    /// <summary>Stores what requests made and removed.</summary>
    public async Task AddAsync(IReadOnlyList<OwnedObject> objects, CancellationToken cancellation)
    {
        if (objects.Count == 0)
            return;
        var changed = Instants.Write(time.GetUtcNow());
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);

        // In one order everywhere: two nodes that write the same things wait for each other and never in a circle.
        foreach (var thing in objects.OrderBy(o => (o.Key.Provider, o.Key.Kind, o.Key.Id)))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into owned_objects
                  (provider, kind, native_id, organization, project, made_at, gone, changed_at, account)
                values (@Provider, @Kind, @Id, @Organization, @Project, @At, @Gone, @Changed, @Account)
                on conflict (provider, kind, native_id) do update set gone = 1, changed_at = @Changed
                  where owned_objects.gone = 0 and excluded.gone = 1
                """,
                new
                {
                    thing.Key.Provider, Kind = thing.Key.Kind.ToString(), thing.Key.Id, thing.Organization,
                    thing.Project, At = Instants.Write(thing.At), Gone = thing.Gone ? 1 : 0, Changed = changed,
                    thing.Key.Account,
                },
                transaction, cancellationToken: cancellation));
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Reads everything that is there, in steps.</summary>
    public async IAsyncEnumerable<OwnedObject> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        List<Row> rows;
        var last = new Row("", "", "", "", "", "", 0, "");
        do
        {
            await using (var connection = await database.OpenAsync(cancellation))
            {
                rows = (await connection.RowsAsync<Row>(new CommandDefinition(
                    $"""
                    select {Columns} from owned_objects
                    where gone = 0 and (provider, kind, native_id) > (@Provider, @Kind, @NativeId)
                    order by provider, kind, native_id limit {StepSize}
                    """,
                    new { last.Provider, last.Kind, last.NativeId }, cancellationToken: cancellation))).AsList();
            }

            foreach (var row in rows)
                yield return row.ToObject();
            last = rows.Count > 0 ? rows[^1] : last;
        }
        while (rows.Count == StepSize);
    }

    /// <summary>Reads what was written since an instant.</summary>
    public async Task<IReadOnlyList<OwnedObject>> ChangedAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<Row>(new CommandDefinition(
            $"select {Columns} from owned_objects where changed_at >= @since",
            new { since = Instants.Write(since) }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToObject())];
    }

    private const string Columns =
        "provider as Provider, kind as Kind, native_id as NativeId, organization as Organization, project as Project, "
        + "made_at as MadeAt, gone as Gone, account as Account";

    private sealed record Row(
        string Provider, string Kind, string NativeId, string Organization, string Project, string MadeAt, long Gone,
        string Account)
    {
        public OwnedObject ToObject() => new(
            new OwnedKey(Enum.Parse<OwnedKind>(Kind), Provider, NativeId) { Account = Account }, Organization, Project,
            Instants.Read(MadeAt), Gone != 0);
    }
}
