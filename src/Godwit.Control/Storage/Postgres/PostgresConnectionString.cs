using Npgsql;

namespace Godwit.Control.Storage.Postgres;

/// <summary>
/// Reads a connection string as a URL (<c>postgres://user:password@host:port/database?option=value</c>) or in Npgsql's
/// form.
/// </summary>
internal static class PostgresConnectionString
{
    /// <exception cref="ArgumentException">The text is neither.</exception>
    public static string Normalize(string text)
    {
        if (!text.StartsWith("postgres://", StringComparison.Ordinal)
            && !text.StartsWith("postgresql://", StringComparison.Ordinal))
            return new NpgsqlConnectionStringBuilder(text).ToString();
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            throw new ArgumentException("The PostgreSQL connection string is not a URL that can be read.");
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.IdnHost,
            Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = option.Split('=', 2);
            var value = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
            // libpq writes sslmode=verify-full, Npgsql writes SSL Mode=VerifyFull; other names are Npgsql's own.
            if (pair[0] == "sslmode")
                builder["SSL Mode"] = value.Replace("-", "", StringComparison.Ordinal);
            else
                builder[Uri.UnescapeDataString(pair[0])] = value;
        }

        return builder.ToString();
    }
}
