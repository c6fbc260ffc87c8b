using Dapper;

namespace Godwit.Control.Storage;

/// <summary>
/// Single values of the installation that are no resource, such as the hash of the administrator's password.
/// </summary>
internal sealed class SettingStore(IDatabase database)
{
    public async Task<string?> ReadAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ValueAsync<string?>(new CommandDefinition(
            "select value from settings where name = @name", new { name }, cancellationToken: cancellation));
    }

    public async Task WriteAsync(string name, string value, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into settings (name, value) values (@name, @value) "
            + "on conflict (name) do update set value = excluded.value",
            new { name, value }, cancellationToken: cancellation));
    }

    /// <summary>Writes a value unless there is one already.</summary>
    public async Task AddAsync(string name, string value, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into settings (name, value) values (@name, @value) on conflict (name) do nothing",
            new { name, value }, cancellationToken: cancellation));
    }
}
