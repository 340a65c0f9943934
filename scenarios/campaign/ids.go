package campaign

func ids[T any](all []T, id func(T) string) []string {
	list := make([]string, len(all))
	for i := range all {
		list[i] = id(all[i])
	}
	return list
}
