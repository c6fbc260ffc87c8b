using Godwit.Gateway.Counters;

namespace Godwit.Host.Serve;

/// <summary>Reads where nodes count together from the settings of <c>serve</c>.</summary>
/// <param name="text">The value of a setting; null when it is not given.</param>
/// <param name="add">Takes what is wrong with a setting.</param>
/// <param name="environment">The variables of the process.</param>
internal sealed class CounterSettings(
    Func<ServeSetting, string?> text, Action<ServeSetting, string> add, Func<string, string?> environment)
{
    private const int LongestPrefix = 40;

    public CounterOptions Read()
    {
        var options = new CounterOptions
        {
            Redis = text(ServeSettingList.Redis),
            Password = Password(),
            AuthorityFile = Authority(),
            Prefix = Prefix(),
        };
        if (options.Redis is null)
        {
            ServeSetting[] more =
                [ServeSettingList.RedisPassword, ServeSettingList.RedisCa, ServeSettingList.RedisPrefix];
            foreach (var setting in more.Where(setting => text(setting) is not null))
                add(setting, $"needs {ServeSettingList.Redis.Option.Name} too");
        }

        foreach (var error in options.Validate())
            add(ServeSettingList.Redis, error);
        return options;
    }

    // The password itself is no value of an option: process lists and shell histories show those.
    private string? Password()
    {
        if (text(ServeSettingList.RedisPassword) is not { } reference)
            return null;
        var found = reference.Split(':', 2) switch
        {
            ["env", var name] => environment(name),
            ["file", var path] => ReadFile(path),
            _ => null,
        };
        if (!string.IsNullOrEmpty(found))
            return found;
        add(ServeSettingList.RedisPassword, "leads to no password; accepted: env:NAME, file:PATH");
        return null;
    }

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? Authority()
    {
        if (text(ServeSettingList.RedisCa) is not { } file || File.Exists(file))
            return text(ServeSettingList.RedisCa);
        add(ServeSettingList.RedisCa, $"names '{file}', which does not exist");
        return null;
    }

    private string Prefix()
    {
        if (text(ServeSettingList.RedisPrefix) is not { } name)
            return new CounterOptions().Prefix;
        if (name.Length <= LongestPrefix && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return name;
        add(ServeSettingList.RedisPrefix,
            $"is '{name}'; accepted: letters, digits, '-', '_' and '.', at most {LongestPrefix}");
        return name;
    }
}
